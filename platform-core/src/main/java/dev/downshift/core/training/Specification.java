package dev.downshift.core.training;

import tools.jackson.databind.json.JsonMapper;

/**
 * What is kept about a run's beginning, so that it can be read the same later.
 *
 * @param source what the trainer loads
 * @param taskName the task's name when the run was asked for
 */
record Specification(String source, String taskName, String datasetName, String datasetHash, TrainingSettings settings) {

    private static final JsonMapper JSON = new JsonMapper();

    String toJson() {
        return JSON.writeValueAsString(this);
    }

    static Specification parse(String json) {
        return JSON.readValue(json, Specification.class);
    }
}
