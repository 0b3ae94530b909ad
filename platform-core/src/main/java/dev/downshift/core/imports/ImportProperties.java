package dev.downshift.core.imports;

import dev.downshift.core.network.AddressRules;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of imports, under {@code downshift.imports}.
 *
 * @param allowPrivateAddresses whether imports may call private addresses, and plain HTTP
 * @param allowedAddresses hosts and blocks of addresses that they may call though these are private
 * @param requestsPerSecond how often one host is asked, at most, by one process
 * @param longestWait how long a run waits where the source asks it to; where it asks for more, the run ends and another one goes on
 * @param retryPause how long a run waits before it asks again after an answer that may pass; twice as long each time
 * @param mostPages how many pages or listings one run takes, so that others get their turn
 * @param pageItems how many calls or spans a page has
 * @param largestPage the size of a page; where one is larger, smaller ones are asked for
 * @param largestObject the size of an object of a bucket; larger ones are skipped
 * @param overlap how far before the watermark a tool is asked again, for what arrived there late
 * @param settling how old something must be to be fetched, so that it is complete
 */
@ConfigurationProperties("downshift.imports")
record ImportProperties(
        @DefaultValue("false") boolean allowPrivateAddresses,
        @DefaultValue List<String> allowedAddresses,
        @DefaultValue("2") double requestsPerSecond,
        @DefaultValue("20s") Duration longestWait,
        @DefaultValue("1s") Duration retryPause,
        @DefaultValue("200") int mostPages,
        @DefaultValue("50") int pageItems,
        @DefaultValue("32MB") DataSize largestPage,
        @DefaultValue("20GB") DataSize largestObject,
        @DefaultValue("30m") Duration overlap,
        @DefaultValue("1m") Duration settling) {

    ImportProperties {
        if (!(requestsPerSecond > 0) || mostPages < 1 || pageItems < 1) {
            throw new IllegalArgumentException("downshift.imports.requests-per-second, .most-pages and .page-items are more than 0");
        }
    }

    AddressRules rules() {
        return AddressRules.of(allowPrivateAddresses, allowedAddresses);
    }
}
