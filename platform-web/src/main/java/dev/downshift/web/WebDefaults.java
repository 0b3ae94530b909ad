package dev.downshift.web;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** The settings of the pages, below all others, so that each can be overridden the usual way. */
final class WebDefaults implements EnvironmentPostProcessor {

    static final Map<String, Object> DEFAULTS = Map.ofEntries(
            Map.entry("spring.web.resources.chain.strategy.content.enabled", "true"),
            Map.entry("spring.web.resources.cache.cachecontrol.max-age", "365d"),
            Map.entry("spring.web.resources.cache.cachecontrol.cache-public", "true"),
            Map.entry("spring.thymeleaf.servlet.produce-partial-output-while-processing", "false"),
            Map.entry("server.servlet.session.cookie.same-site", "lax"),
            Map.entry("server.servlet.session.cookie.http-only", "true"),
            Map.entry("server.servlet.session.timeout", "8h"),
            Map.entry("server.servlet.encoding.force-response", "true"),
            Map.entry("server.compression.enabled", "true"),
            Map.entry("server.tomcat.use-relative-redirects", "true"),
            Map.entry("server.error.whitelabel.enabled", "false"));

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new MapPropertySource("downshift web defaults", DEFAULTS));
    }
}
