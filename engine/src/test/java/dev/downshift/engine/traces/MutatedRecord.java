package dev.downshift.engine.traces;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes records field by field. What comes out has its brackets in order, though it need not be JSON: it may hold NaN, or a field twice. */
final class MutatedRecord {

    /** Stands in every text and name that is put into a record, so that it would show in what is said of the record. */
    static final String SECRET = "s3cr3t";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String RAW = "\u2620raw\u2620";
    private static final String TWICE = "\u2620twice\u2620";
    private static final int MANY = 60;
    private static final int LONG = 20_000;
    private static final int ROUNDS = 3;

    private static final List<String> LITERALS = List.of("NaN", "-Infinity", "undefined", "None", "True", "1e99999", "-1e-99999", "1E+400", "0.1e400", "-0", "0123", "+1",
            "1.", ".5", "0x1f", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1" + "0".repeat(400), "1" + "0".repeat(1_200), "0." + "0".repeat(900) + "1",
            "1e2147483648", "1e-2147483649", "\"\\ud83d " + SECRET + "\"", "\"\\udc00\"", "\"\\u0000" + SECRET + "\"", "\"\\x41\"", "\"\\u12g4\"", "'" + SECRET + "'", "\"a\tb\"", "",
            "\"a\u0001b\"", "/* " + SECRET + " */ 1", "\"\udcff\"", "\"\udcc0\udc80\"", "\"\udced\udca0\udc80\"", "{\"" + SECRET + "\": NaN}",
            nested(400), nested(501), nested(10_000), "{\"a\":".repeat(600) + "1" + "}".repeat(600));

    private static final List<String> TEXTS = List.of("", " ", SECRET, "\u0000" + SECRET, SECRET + "\ud83d\ude00", "\u202e" + SECRET, "{\"" + SECRET + "\": \"not closed", "[1, 2", "null", "{}", "[]",
            "\"" + SECRET + "\"", "{\"a\":1,\"a\":2}", "{\"choices\":[]}", "[{\"role\":\"user\",\"content\":\"" + SECRET + "\"}]", nested(600), "NaN", "\"\\ud83d\"", "user", "assistant", "narrator",
            "data: {\"choices\":[{\"delta\":{\"content\":\"" + SECRET + "\"}}]}\n\ndata: [DONE]\n", "data: {\"broken\n\ndata: 17\n\n", "event: " + SECRET + "\n",
            "data:image/png;base64,iVBORw0KGgo" + SECRET, "data:image/png;base64,%%%", "data:;,", "data:", "https://example.com/" + SECRET,
            "1700000000", "1700000000000", "1700000000000000000", "1e9", "2026-01-31", "2026-01-31T12:00:00.123456789Z", "2026-13-31T25:00:00Z", "0001-01-01T00:00:00Z",
            "+999999999-12-31T23:59:59Z", "2026-01-31T12:00:00+19:00", "-1", "NaN", "PT1S", "99999999999999999999999");

    private static final List<String> NUMBERS = List.of("0", "1", "-1", "0.5", "-0.0001", "2147483647", "2147483648", "-2147483648", "9007199254740993", "1e15", "1e18", "1e19", "1e22", "1e300",
            "-1e300", "1e-300", "1.7976931348623157e308", "1700000000", "1700000000000", "1700000000000000", "1700000000000000000", "1420070399", "4102358400", "253402300800", "-62135596801");

    private final Random random;
    private final List<JsonNode> donors;
    private final List<String> raw = new ArrayList<>();
    private String twice = "";

    /** @param donors records of every format, whose fields and parts are put into others */
    MutatedRecord(Random random, List<JsonNode> donors) {
        this.random = random;
        this.donors = donors;
    }

    /** The text of a record like this one with something wrong in it, or only odd. Lone low surrogates stand for bytes that are no UTF-8. */
    String of(JsonNode record) {
        JsonNode changed = record.deepCopy();
        for (int round = 1 + random.nextInt(ROUNDS); round > 0; round--) {
            change(changed);
        }
        String text = JSON.writeValueAsString(changed);
        for (int index = 0; index < raw.size(); index++) {
            text = text.replace("\"" + RAW + index + "\"", raw.get(index));
        }
        return text.replace(TWICE, twice);
    }

    private void change(JsonNode record) {
        List<JsonNode> containers = new ArrayList<>();
        collect(record, containers);
        if (containers.isEmpty()) {
            return;
        }
        JsonNode container = containers.get(random.nextInt(containers.size()));
        int place = random.nextInt(container.size());
        switch (container) {
            case ObjectNode object -> change(object, object.propertyNames().stream().skip(place).findFirst().orElseThrow());
            case ArrayNode array -> change(array, place);
            default -> throw new IllegalStateException("a container is an object or an array");
        }
    }

    private void change(ObjectNode object, String name) {
        JsonNode value = object.get(name);
        switch (random.nextInt(8)) {
            case 0 -> object.remove(name);
            case 1 -> {
                object.remove(name);
                object.set(otherName(name), value);
            }
            case 2 -> {
                twice = JSON.writeValueAsString(name).replaceAll("^\"|\"$", "");
                object.set(TWICE, value);
            }
            case 3 -> donor().deepCopy().properties().forEach(field -> object.set(field.getKey(), field.getValue()));
            default -> object.set(name, other(value));
        }
    }

    private void change(ArrayNode array, int place) {
        JsonNode value = array.get(place);
        switch (random.nextInt(6)) {
            case 0 -> array.remove(place);
            case 1 -> {
                for (int copy = random.nextInt(MANY); copy > 0; copy--) {
                    array.add(value);
                }
            }
            case 2 -> array.insert(random.nextInt(array.size()), part(donor()));
            default -> array.set(place, other(value));
        }
    }

    private String otherName(String name) {
        return switch (random.nextInt(5)) {
            case 0 -> name.toUpperCase(java.util.Locale.ROOT);
            case 1 -> SECRET + name;
            case 2 -> "";
            default -> {
                List<String> names = List.copyOf(donor().propertyNames());
                yield names.isEmpty() ? SECRET : names.get(random.nextInt(names.size()));
            }
        };
    }

    private JsonNode other(JsonNode value) {
        return switch (random.nextInt(12)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> JSON.readTree(NUMBERS.get(random.nextInt(NUMBERS.size())));
            case 3 -> NODES.stringNode(TEXTS.get(random.nextInt(TEXTS.size())));
            case 4 -> random.nextBoolean() ? NODES.arrayNode() : NODES.objectNode();
            case 5 -> NODES.arrayNode().add(value);
            case 6 -> NODES.objectNode().set(random.nextBoolean() ? "body" : SECRET, value);
            case 7 -> NODES.stringNode(JSON.writeValueAsString(value));
            case 8 -> part(donor());
            case 9 -> NODES.stringNode(edited(value.isString() ? value.stringValue() : value.toString()));
            default -> {
                raw.add(LITERALS.get(random.nextInt(LITERALS.size())));
                yield NODES.stringNode(RAW + (raw.size() - 1));
            }
        };
    }

    private String edited(String text) {
        int at = text.isEmpty() ? 0 : random.nextInt(text.length());
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, whole(text, at));
            case 1 -> text.substring(0, whole(text, at)) + "\u0000\u2028\u001b" + text.substring(whole(text, at));
            case 2 -> SECRET + "x".repeat(random.nextInt(LONG)) + text;
            default -> text.repeat(1 + random.nextInt(3));
        };
    }

    /** The index of a character that begins here or before. */
    private static int whole(String text, int index) {
        return index < text.length() && Character.isLowSurrogate(text.charAt(index)) ? index - 1 : index;
    }

    private JsonNode donor() {
        return donors.get(random.nextInt(donors.size()));
    }

    private JsonNode part(JsonNode of) {
        List<JsonNode> containers = new ArrayList<>();
        collect(of, containers);
        return containers.isEmpty() ? of.deepCopy() : containers.get(random.nextInt(containers.size())).deepCopy();
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer() && !node.isEmpty()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }
}
