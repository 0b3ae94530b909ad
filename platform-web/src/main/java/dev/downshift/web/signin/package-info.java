/** Who is at the browser: sign-in, invitation, first organization, and the security of every page. */
@NullMarked
package dev.downshift.web.signin;

import org.jspecify.annotations.NullMarked;
