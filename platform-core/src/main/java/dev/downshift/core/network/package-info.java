/** Calls to addresses that tenants give: which may be called, and a client that calls no other. */
@NullMarked
package dev.downshift.core.network;

import org.jspecify.annotations.NullMarked;
