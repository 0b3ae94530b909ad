package dev.downshift.edge;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * JSON text exactly as the trainer writes it: no blanks, nothing escaped that JSON does not demand, an integer as an integer and every
 * other number as the shortest form of its double. A model answers well only to the very text it was trained on.
 */
final class CompactJson {

    private static final Comparator<Map.Entry<String, JsonNode>> BY_CODE_POINTS =
            (left, right) -> Arrays.compare(left.getKey().codePoints().toArray(), right.getKey().codePoints().toArray());

    private final StringBuilder text = new StringBuilder();
    private final boolean sortKeys;

    private CompactJson(boolean sortKeys) {
        this.sortKeys = sortKeys;
    }

    static String of(JsonNode value) {
        return new CompactJson(false).write(value).text.toString();
    }

    /** The same with the keys of every object in order, because neither databases nor clients keep it. */
    static String withSortedKeys(JsonNode value) {
        return new CompactJson(true).write(value).text.toString();
    }

    static String ofString(String value) {
        CompactJson json = new CompactJson(false);
        json.writeString(value);
        return json.text.toString();
    }

    private CompactJson write(JsonNode value) {
        switch (value.getNodeType()) {
            case OBJECT -> writeObject(value);
            case ARRAY -> writeArray(value);
            case STRING -> writeString(value.stringValue());
            case NUMBER -> text.append(value.isIntegralNumber() ? value.bigIntegerValue().toString() : number(value.doubleValue()));
            case BOOLEAN -> text.append(value.booleanValue());
            case NULL, MISSING -> text.append("null");
            case BINARY, POJO -> throw new IllegalArgumentException("not JSON: " + value.getNodeType());
        }
        return this;
    }

    private void writeObject(JsonNode object) {
        List<Map.Entry<String, JsonNode>> entries =
                sortKeys ? object.properties().stream().sorted(BY_CODE_POINTS).toList() : List.copyOf(object.properties());
        text.append('{');
        for (Iterator<Map.Entry<String, JsonNode>> left = entries.iterator(); left.hasNext(); ) {
            Map.Entry<String, JsonNode> entry = left.next();
            writeString(entry.getKey());
            text.append(':');
            write(entry.getValue());
            if (left.hasNext()) {
                text.append(',');
            }
        }
        text.append('}');
    }

    private void writeArray(JsonNode array) {
        text.append('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            write(array.get(i));
        }
        text.append(']');
    }

    private void writeString(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (c < 0x20) {
                        text.append("\\u%04x".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static String number(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = decimal.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        BigDecimal mantissa = decimal.movePointLeft(exponent).stripTrailingZeros();
        return mantissa.toPlainString() + "e" + (exponent < 0 ? "-" : "+") + "%02d".formatted(Math.abs(exponent));
    }
}
