/** Downloads of calls, tasks and datasets. */
@NullMarked
package dev.downshift.web.exports;

import org.jspecify.annotations.NullMarked;
