package dev.downshift.db;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** The settings that every deployable shares, below all others, so that each can be overridden the usual way. */
final class PlatformDefaults implements EnvironmentPostProcessor {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Object> defaults = new HashMap<>();
        defaults.put("downshift.home", ".downshift");
        defaults.put("spring.flyway.placeholders.applicationRole",
                "${spring.datasource.username:" + DatabaseServer.APPLICATION + "}");
        defaults.put("spring.datasource.hikari.minimum-idle", "2");
        defaults.put("spring.datasource.hikari.maximum-pool-size", "16");
        defaults.put("spring.jpa.open-in-view", "false");
        defaults.put("spring.jpa.hibernate.ddl-auto", "validate");
        defaults.put("spring.jpa.properties.hibernate.jdbc.time_zone", "UTC");
        defaults.put("spring.threads.virtual.enabled", "true");
        defaults.put("spring.batch.jdbc.initialize-schema", "never");
        defaults.put("spring.batch.jdbc.isolation-level-for-create", "read_committed");
        defaults.put("spring.batch.job.enabled", "false");
        defaults.put("spring.session.jdbc.initialize-schema", "never");
        defaults.put("spring.modulith.events.completion-mode", "delete");
        defaults.put("spring.modulith.events.jdbc.schema-initialization.enabled", "false");
        defaults.put("spring.servlet.multipart.enabled", "false");
        defaults.put("server.shutdown", "graceful");
        defaults.put("server.error.include-message", "never");
        defaults.put("management.endpoints.web.exposure.include", "health,info");
        defaults.put("management.endpoint.health.probes.enabled", "true");
        defaults.put("spring.main.banner-mode", "off");
        // Nobody signs in with a password that a log shows.
        defaults.put("spring.autoconfigure.exclude",
                "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration");
        environment.getPropertySources().addLast(new MapPropertySource("downshift defaults", defaults));
    }
}
