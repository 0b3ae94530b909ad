package dev.downshift.core.routing;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings in the settings of incumbents. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IncumbentProperties.class)
class IncumbentConfiguration {

    @Bean
    IncumbentAddresses incumbentAddresses(IncumbentProperties properties, @Value("${spring.datasource.url:}") String databaseUrl) {
        return new IncumbentAddresses(properties.rules(databaseUrl.isBlank()));
    }
}
