/** The database: its embedded server, its roles and the settings every deployable shares. */
@NullMarked
package dev.downshift.db;

import org.jspecify.annotations.NullMarked;
