/** What the pages and the API do alike: files that are sent and downloaded, and who may ask. */
@NullMarked
package dev.downshift.http;

import org.jspecify.annotations.NullMarked;
