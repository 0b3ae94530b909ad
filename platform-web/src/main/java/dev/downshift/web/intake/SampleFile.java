package dev.downshift.web.intake;

import java.io.IOException;
import java.io.InputStream;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * A trace file for people who have none at hand: 800 calls of the sample agent, simulated. It is made by the sample agent's
 * {@code generate --calls 800 --seed 7 --until 2026-11-01T00:00:00Z --weeks 2}, compressed.
 */
@Component
class SampleFile {

    static final String NAME = "sample-support-agent.jsonl.gz";

    private final ClassPathResource resource = new ClassPathResource("samples/support-agent.jsonl.gz");

    /** Its bytes, to be closed. */
    InputStream open() throws IOException {
        return resource.getInputStream();
    }
}
