/** The log of the gateway's calls: queued, spooled to disk, and handed to intake as traces. */
@NullMarked
package dev.downshift.gateway.log;

import org.jspecify.annotations.NullMarked;
