package dev.downshift.web.intake;

import dev.downshift.core.intake.UploadView;
import dev.downshift.web.shell.Display;
import java.time.Instant;

/**
 * An upload as a row or a page.
 *
 * @param tone of its status: good, warn, bad, running, waiting or off
 * @param detail how far it is and how long it will take, where it is being read
 */
public record UploadRow(UploadView upload, String tone, String detail) {

    static UploadRow of(UploadView upload, Display display, Instant now) {
        return new UploadRow(upload, tone(upload), detail(upload, display, now));
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

    private static String detail(UploadView upload, Display display, Instant now) {
        StringBuilder text = new StringBuilder(display.bytes(upload.bytesRead()) + " of " + display.bytes(upload.byteCount()) + ", "
                + display.count(upload.records()) + " records");
        upload.bytesPerSecond(now).ifPresent(rate -> text.append(", ").append(display.bytes(rate)).append("/s"));
        upload.timeLeft(now).ifPresent(left -> text.append(", ").append(display.duration(left)).append(" left"));
        return text.toString();
    }
}
