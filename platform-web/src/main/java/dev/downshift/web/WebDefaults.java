package dev.downshift.web;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** The settings of the pages, below all others, so that each can be overridden the usual way. */
final class WebDefaults implements EnvironmentPostProcessor {

    static final Map<String, Object> DEFAULTS = Map.of(
            "spring.web.resources.chain.strategy.content.enabled", "true",
            "spring.web.resources.cache.cachecontrol.max-age", "365d",
            "spring.web.resources.cache.cachecontrol.cache-public", "true",
            "spring.thymeleaf.servlet.produce-partial-output-while-processing", "false",
            "server.servlet.session.cookie.same-site", "lax",
            "server.servlet.session.cookie.http-only", "true",
            "server.servlet.session.timeout", "8h",
            "server.servlet.encoding.force-response", "true",
            "server.compression.enabled", "true",
            "server.error.whitelabel.enabled", "false");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new MapPropertySource("downshift web defaults", DEFAULTS));
    }
}
