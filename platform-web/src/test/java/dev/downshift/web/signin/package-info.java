/** Tests of signing in. */
@NullMarked
package dev.downshift.web.signin;

import org.jspecify.annotations.NullMarked;
