package dev.downshift.web.intake;

import dev.downshift.core.intake.UploadView;
import dev.downshift.web.shell.Display;
import dev.downshift.web.shell.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An upload as a row or a page.
 *
 * @param tone of its status: good, warn, bad, running, waiting or off
 * @param detail how far it is and how long it will take, where it is being read
 */
public record UploadRow(UploadView upload, String tone, String detail) {

    static UploadRow of(UploadView upload, Display display, Texts texts, Instant now) {
        return new UploadRow(upload, tone(upload), detail(upload, display, texts, now));
    }

    /** Whether the page has to be asked again. */
    public boolean running() {
        return upload.status().isMoving();
    }

    private static String tone(UploadView upload) {
        return switch (upload.status()) {
            case WAITING, QUEUED -> "waiting";
            case INGESTING, DELETING -> "running";
            case INGESTED -> upload.calls() + upload.known() == 0 ? "warn" : "good";
            case FAILED -> "bad";
            case CANCELLED -> "off";
        };
    }

    private static String detail(UploadView upload, Display display, Texts texts, Instant now) {
        List<String> parts = new ArrayList<>();
        parts.add(texts.of("uploads.progress", display.bytes(upload.bytesRead()), display.bytes(upload.byteCount()), display.count(upload.records())));
        upload.bytesPerSecond(now).ifPresent(rate -> parts.add(texts.of("uploads.progress.rate", display.bytes(rate))));
        upload.timeLeft(now).ifPresent(left -> parts.add(texts.of("uploads.progress.left", display.duration(left))));
        return String.join(", ", parts);
    }
}
