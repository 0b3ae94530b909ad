package dev.downshift.core.intake;

import dev.downshift.core.DownshiftHome;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings in the settings, and the place of the raw files that they choose. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({IngestSettings.class, BlobSettings.class})
class IngestConfiguration {

    @Bean
    BlobPlace blobPlace(BlobSettings settings, DownshiftHome home) {
        return settings.inBucket() ? BlobBucket.open(settings) : new BlobFolder(home.resolve("blobs"));
    }
}
