package dev.downshift.api;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** The settings of the API, below all others, so that each can be overridden the usual way. */
final class ApiDefaults implements EnvironmentPostProcessor {

    static final Map<String, Object> DEFAULTS = Map.of(
            "server.tomcat.use-relative-redirects", "true",
            "springdoc.api-docs.path", "/api/openapi",
            "springdoc.swagger-ui.path", "/api/docs",
            "springdoc.packages-to-scan", "dev.downshift.api",
            "springdoc.paths-to-match", "/api/v1/**,/v1/traces");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new MapPropertySource("downshift api defaults", DEFAULTS));
    }
}
