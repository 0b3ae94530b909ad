@NullMarked
package dev.downshift.api.telemetry;

import org.jspecify.annotations.NullMarked;
