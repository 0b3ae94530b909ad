package dev.downshift.engine.privacy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Redacts the strings and whole numbers of a JSON tree, depth first; parts without a finding are shared, not copied. */
final class TreeRedaction {

    private final Scans scans;

    TreeRedaction(Scans scans) {
        this.scans = scans;
    }

    /** @param pointer where the node is; findings point below it */
    Redacted<JsonNode> redact(JsonNode node, String pointer, String key, boolean schema, Set<String> kept) {
        List<Finding> findings = new ArrayList<>();
        JsonNode result = node(node, pointer, new KeyPath(Scanned.normalizedKey(key), schema), kept, findings);
        return new Redacted<>(result, findings);
    }

    private JsonNode node(JsonNode node, String pointer, KeyPath path, Set<String> kept, List<Finding> findings) {
        if (node instanceof ObjectNode object) {
            return object(object, pointer, path, kept, findings);
        }
        if (node instanceof ArrayNode array) {
            return array(array, pointer, path, kept, findings);
        }
        if (!path.isOpenToRedaction()) {
            return node;
        }
        if (node.isString()) {
            String text = node.stringValue();
            List<Edit> edits = scans.at(pointer, "").edits(text, path.currentKey(), path.inSchema(), 0, kept);
            return edits.isEmpty() ? node : JsonNodeFactory.instance.stringNode(applied(text, edits, pointer, findings));
        }
        if (node.isIntegralNumber()) {
            String digits = node.asString();
            List<Edit> edits = scans.at(pointer, "").number(digits, path.currentKey(), path.inSchema());
            return edits.isEmpty() ? node : number(node, applied(digits, edits, pointer, findings));
        }
        return node;
    }

    private static JsonNode number(JsonNode original, String digits) {
        return original.isBigInteger() || digits.length() > 18
                ? JsonNodeFactory.instance.numberNode(new BigInteger(digits)) : JsonNodeFactory.instance.numberNode(Long.parseLong(digits));
    }

    private JsonNode object(ObjectNode object, String pointer, KeyPath path, Set<String> kept, List<Finding> findings) {
        ObjectNode copy = null;
        path.open();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            path.key(member.getKey());
            int before = findings.size();
            JsonNode result = node(member.getValue(), pointer + "/" + escaped(member.getKey()), path, kept, findings);
            if (findings.size() > before) {
                copy = copy == null ? copyOf(object) : copy;
                copy.set(member.getKey(), result);
            }
        }
        path.close();
        return copy == null ? object : copy;
    }

    private static ObjectNode copyOf(ObjectNode object) {
        return JsonNodeFactory.instance.objectNode().setAll(object);
    }

    private JsonNode array(ArrayNode array, String pointer, KeyPath path, Set<String> kept, List<Finding> findings) {
        ArrayNode copy = null;
        path.open();
        for (int i = 0; i < array.size(); i++) {
            int before = findings.size();
            JsonNode result = node(array.get(i), pointer + "/" + i, path, kept, findings);
            if (findings.size() > before) {
                copy = copy == null ? JsonNodeFactory.instance.arrayNode(array.size()).addAll(array) : copy;
                copy.set(i, result);
            }
        }
        path.close();
        return copy == null ? array : copy;
    }

    private static String applied(String text, List<Edit> edits, String pointer, List<Finding> findings) {
        Redacted<String> redacted = Redactor.apply(text, edits, pointer);
        findings.addAll(redacted.findings());
        return redacted.value();
    }

    private static String escaped(String key) {
        return key.indexOf('~') < 0 && key.indexOf('/') < 0 ? key : key.replace("~", "~0").replace("/", "~1");
    }
}
