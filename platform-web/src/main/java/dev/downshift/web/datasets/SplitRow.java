package dev.downshift.web.datasets;

import dev.downshift.core.datasets.DatasetView;
import dev.downshift.core.datasets.Split;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A split as the page shows it; the times are empty where calls carry none. */
public record SplitRow(String split, int examples, long conversations, String from, String to, String sha256) {

    static List<SplitRow> all(DatasetView dataset) {
        return Stream.of(Split.values()).map(split -> split.name().toLowerCase(Locale.ROOT)).map(name -> {
            JsonNode row = dataset.manifest().path("splits").path(name);
            return new SplitRow(name, row.path("examples").asInt(0), row.path("conversations").asLong(0), day(row.path("from")), day(row.path("to")),
                    row.path("sha256").asString(""));
        }).toList();
    }

    private static String day(JsonNode time) {
        String text = time.asString("");
        return text.length() < 16 ? "" : text.substring(0, 16).replace('T', ' ');
    }
}
