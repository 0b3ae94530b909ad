package dev.downshift.engine.discovery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * By what a call is recognised as one of a call site: the segments of its template, each with its evidence.
 *
 * @param segments heaviest first
 */
public record CallSiteSignature(List<Evidence> segments) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;

    public CallSiteSignature {
        segments = List.copyOf(segments);
    }

    /**
     * A segment of the template.
     *
     * @param hash of the normalised segment
     * @param words its length, capped
     * @param share of the site's prompts that hold it, above 0 and at most 1
     */
    public record Evidence(long hash, int words, double share) {
        double weight() {
            return words * share;
        }
    }

    /** How alike two templates are, by what their segments weigh: 1 for equal ones, 0 where nothing is shared. */
    public double overlap(CallSiteSignature other) {
        return Ruzicka.overlap(weights(), other.weights());
    }

    private Map<Long, Double> weights() {
        return segments.stream().collect(Collectors.toMap(Evidence::hash, Evidence::weight, Math::max, LinkedHashMap::new));
    }

    /** The form kept in {@code call_site.signature}: {@code {"version":1,"segments":[["<hash>",words,share],...]}}. */
    public String toJson() {
        ObjectNode root = JSON.createObjectNode().put("version", VERSION);
        ArrayNode list = root.putArray("segments");
        for (Evidence each : segments) {
            list.addArray().add(Long.toHexString(each.hash())).add(each.words()).add(each.share());
        }
        return JSON.writeValueAsString(root);
    }

    /** Reads {@link #toJson}. */
    public static CallSiteSignature fromJson(String json) {
        JsonNode root = JSON.readTree(json);
        if (root.path("version").asInt(0) != VERSION) {
            throw new IllegalArgumentException("call-site signature of an unknown version: " + root.path("version"));
        }
        List<Evidence> segments = new ArrayList<>();
        for (JsonNode each : root.path("segments")) {
            segments.add(new Evidence(
                    Long.parseUnsignedLong(each.get(0).stringValue(), 16), each.get(1).asInt(), each.get(2).asDouble()));
        }
        return new CallSiteSignature(segments);
    }
}
