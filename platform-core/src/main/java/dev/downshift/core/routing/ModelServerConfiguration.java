package dev.downshift.core.routing;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Chooses who serves models: a cluster's server where its address is configured, processes of this machine otherwise. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ModelServerSettings.class)
class ModelServerConfiguration {

    @Bean
    ModelServers modelServers(ModelServerSettings settings) {
        ModelServers servers = settings.url() == null ? new LocalModelServers(settings) : new FixedModelServers(settings.url());
        return settings.edges().isEmpty() ? servers : new KnownModelServers(settings.edges(), servers);
    }
}
