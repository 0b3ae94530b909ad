/** The pages: server-rendered, over the domain, with nothing of their own to decide. */
@NullMarked
package dev.downshift.web;

import org.jspecify.annotations.NullMarked;
