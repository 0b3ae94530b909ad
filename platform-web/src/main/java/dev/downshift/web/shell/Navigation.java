package dev.downshift.web.shell;

import java.util.List;

/** The main navigation, in the order of the loop. */
public final class Navigation {

    /** A section: its key in the message bundle and its address. */
    public record Entry(String section, String path) {}

    public static final List<Entry> ENTRIES = List.of(
            new Entry("overview", "/"),
            new Entry("uploads", "/uploads"),
            new Entry("tasks", "/tasks"),
            new Entry("datasets", "/datasets"),
            new Entry("models", "/models"),
            new Entry("promotions", "/promotions"),
            new Entry("routes", "/routes"),
            new Entry("savings", "/savings"),
            new Entry("audit", "/audit"),
            new Entry("settings", "/settings"));

    private Navigation() {}
}
