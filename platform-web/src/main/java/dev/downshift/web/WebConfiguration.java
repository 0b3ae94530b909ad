package dev.downshift.web;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.context.MessageSourceAutoConfiguration;
import org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Brings the pages into every process that has them on its class path. */
@AutoConfiguration(before = {MessageSourceAutoConfiguration.class, ThymeleafAutoConfiguration.class})
@ComponentScan("dev.downshift.web")
public class WebConfiguration {

    /** The texts: every bundle under {@code messages/}, one a capability, found by its name. */
    @Bean
    MessageSource messageSource() throws IOException {
        var bundles = Arrays.stream(new PathMatchingResourcePatternResolver().getResources("classpath*:messages/*.properties"))
                .map(Resource::getFilename)
                .filter(Objects::nonNull)
                .map(name -> name.substring(0, name.indexOf('.')))
                .filter(name -> !name.contains("_"))
                .distinct()
                .sorted()
                .map(name -> "messages/" + name)
                .toArray(String[]::new);
        var source = new ResourceBundleMessageSource();
        source.setBasenames(bundles);
        source.setDefaultEncoding("UTF-8");
        source.setFallbackToSystemLocale(false);
        return source;
    }
}
