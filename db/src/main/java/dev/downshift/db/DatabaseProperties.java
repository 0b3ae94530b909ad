package dev.downshift.db;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which database Downshift brings along where {@code spring.datasource.url} names none.
 *
 * @param mode one that stays, or one that is gone at the end
 */
@ConfigurationProperties("downshift.database")
record DatabaseProperties(@DefaultValue("EMBEDDED") Mode mode) {

    enum Mode {
        /** The embedded server below {@code downshift.home}. */
        EMBEDDED,
        /** A fresh database for each application context: in a container where a Docker engine answers, else embedded. */
        TEMPORARY
    }
}
