package dev.downshift.core.imports;

import dev.downshift.core.network.AddressRules;
import dev.downshift.core.network.OutboundHttp;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings in the settings, and the client that is held to them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ImportProperties.class)
class ImportConfiguration {

    @Bean
    AddressRules importAddresses(ImportProperties properties) {
        return properties.rules();
    }

    @Bean
    OutboundHttp importHttp(AddressRules rules) {
        return new OutboundHttp(rules);
    }
}
