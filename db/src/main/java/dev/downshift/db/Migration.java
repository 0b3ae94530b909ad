package dev.downshift.db;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** Brings the schema up to date and ends: the only work for which a cluster needs the owner's credentials. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({DatabaseAutoConfiguration.class, DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
public class Migration {

    /**
     * Migrates, or throws; the schema is then as the last good migration left it.
     *
     * @param arguments settings, as every deployable takes them
     */
    public static void run(String... arguments) {
        new SpringApplicationBuilder(Migration.class).web(WebApplicationType.NONE).run(arguments).close();
    }
}
