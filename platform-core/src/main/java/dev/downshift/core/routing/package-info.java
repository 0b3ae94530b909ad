/** Where a task's calls go: routes, the servers of small models, the incumbent behind them, and which task a live call belongs to. */
@NullMarked
package dev.downshift.core.routing;

import org.jspecify.annotations.NullMarked;
