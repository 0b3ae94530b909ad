package dev.downshift.worker;

import java.time.Duration;
import org.springframework.modulith.events.IncompleteEventPublications;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Hands out again what a process was told and died before it did: that an upload is ingested, that a run has ended. Those who
 * listen do what is done already a second time without harm.
 */
@Component
class LostEvents {

    private final IncompleteEventPublications publications;
    private final Duration age;

    LostEvents(IncompleteEventPublications publications, WorkerProperties properties) {
        this.publications = publications;
        this.age = properties.eventsLostAfter();
    }

    @Scheduled(fixedDelayString = "PT10S")
    void handOutAgain() {
        publications.resubmitIncompletePublicationsOlderThan(age);
    }
}
