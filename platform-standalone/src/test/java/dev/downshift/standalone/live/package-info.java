/** What agents send while they run, by the exporters that they really use. */
@NullMarked
package dev.downshift.standalone.live;

import org.jspecify.annotations.NullMarked;
