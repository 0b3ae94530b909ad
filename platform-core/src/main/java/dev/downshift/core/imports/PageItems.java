package dev.downshift.core.imports;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The items of a page as the source wrote them, without what stands around them: that differs from one request to the next, and the
 * same items are to be the same bytes.
 *
 * @param count how many there are
 * @param around the fields beside the items
 */
@SuppressWarnings("ArrayRecordComponent")
record PageItems(int count, byte[] lines, Map<String, JsonNode> around) {

    private static final JsonMapper JSON = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /** How items become lines of a file. */
    interface Lines {
        /** One line for each group of items, given their bytes. */
        void write(List<byte[]> group, ByteArrayOutputStream target);
    }

    private record Span(int from, int to) {
        /** On one line: outside of strings a line feed is as good as a blank, and inside of them JSON has none. */
        byte[] of(byte[] page) {
            byte[] item = Arrays.copyOfRange(page, from, to);
            for (int index = 0; index < item.length; index++) {
                if (item[index] == '\n' || item[index] == '\r') {
                    item[index] = ' ';
                }
            }
            return item;
        }
    }

    /**
     * Takes a page apart.
     *
     * @param field of the page's object, which holds the items
     * @param groupedBy the field of an item by which items belong together
     */
    static PageItems of(byte[] page, String field, String groupedBy, Lines lines) throws SourceProblem {
        Map<String, List<Span>> groups = new LinkedHashMap<>();
        Map<String, JsonNode> around = new LinkedHashMap<>();
        boolean found = false;
        try (JsonParser parser = JSON.createParser(page)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw strange();
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals(field) && parser.currentToken() == JsonToken.START_ARRAY) {
                    found = true;
                    items(parser, groupedBy, groups);
                } else {
                    around.put(name, parser.currentToken() == JsonToken.VALUE_NULL ? JsonNodeFactory.instance.nullNode() : JSON.readTree(parser));
                }
            }
        } catch (JacksonException malformed) {
            throw strange();
        }
        if (!found) {
            throw strange();
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        groups.values().forEach(group -> {
            lines.write(group.stream().map(span -> span.of(page)).toList(), written);
            written.write('\n');
        });
        return new PageItems(groups.values().stream().mapToInt(List::size).sum(), written.toByteArray(), around);
    }

    /** A field of an object beside the items, as text; empty where there is none. */
    String around(String object, String field) {
        JsonNode value = around.getOrDefault(object, JsonNodeFactory.instance.missingNode()).path(field);
        return value.isString() || value.isNumber() ? value.asString() : "";
    }

    static void joined(byte[] before, List<byte[]> items, ByteArrayOutputStream target) {
        target.writeBytes(before);
        for (int index = 0; index < items.size(); index++) {
            if (index > 0) {
                target.write(',');
            }
            target.writeBytes(items.get(index));
        }
    }

    private static void items(JsonParser parser, String groupedBy, Map<String, List<Span>> groups) {
        for (int number = 0; parser.nextToken() != JsonToken.END_ARRAY; number++) {
            int from = (int) parser.currentTokenLocation().getByteOffset();
            String group = parser.currentToken() == JsonToken.START_OBJECT ? group(parser, groupedBy) : "";
            parser.skipChildren();
            int to = (int) parser.currentLocation().getByteOffset();
            groups.computeIfAbsent(group.isEmpty() ? "item " + number : "group " + group, first -> new ArrayList<>()).add(new Span(from, to));
        }
    }

    /** Reads the item to its end for the field. */
    private static String group(JsonParser parser, String groupedBy) {
        String group = "";
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals(groupedBy) && value == JsonToken.VALUE_STRING) {
                group = parser.getString();
            }
            parser.skipChildren();
        }
        return group;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static SourceProblem strange() {
        return new SourceProblem("The source answers with something other than a page of its API.", "Look whether the address is that of its API, and not of its pages.");
    }
}
