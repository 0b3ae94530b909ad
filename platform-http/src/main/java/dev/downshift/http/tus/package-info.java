/** Resumable uploads by tus 1.0 (tus.io), for whatever process takes files. */
@NullMarked
package dev.downshift.http.tus;

import org.jspecify.annotations.NullMarked;
