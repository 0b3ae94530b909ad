package dev.downshift.web.datasets;

import dev.downshift.core.datasets.DatasetView;
import java.util.List;

/** How many calls were left out for one reason. */
public record DroppedRow(String reason, int calls) {

    static List<DroppedRow> all(DatasetView dataset) {
        return dataset.manifest().path("dropped").propertyStream()
                .map(reason -> new DroppedRow(reason.getKey(), reason.getValue().asInt(0))).toList();
    }
}
