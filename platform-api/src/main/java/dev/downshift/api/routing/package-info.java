/** Routes and the incumbent behind them, over REST. */
@NullMarked
package dev.downshift.api.routing;

import org.jspecify.annotations.NullMarked;
