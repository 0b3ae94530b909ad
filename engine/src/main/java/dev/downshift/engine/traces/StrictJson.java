package dev.downshift.engine.traces;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parses one record's bytes as JSON by the letter of RFC 8259, with the rules of RFC 7493 (I-JSON) on top: valid UTF-8,
 * no lone surrogates, no field twice. Complains in words for people.
 */
final class StrictJson {

    static final int DEEPEST = 500;
    private static final BigDecimal LARGEST_DOUBLE = new BigDecimal(Double.MAX_VALUE);

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNumberLength(1_000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonMapper EMBEDDED = MAPPER.rebuild().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer scratch = CharBuffer.allocate(1 << 13);

    /** The values in these bytes, usually one. */
    List<JsonNode> parse(byte[] bytes, int length) {
        checkUtf8(bytes, length);
        List<JsonNode> values = new ArrayList<>(1);
        try (JsonParser parser = MAPPER.createParser(bytes, 0, length)) {
            while (parser.nextToken() != null) {
                values.add(parser.readValueAsTree());
            }
        } catch (JacksonException broken) {
            throw describe(broken, bytes, length);
        } catch (NumberFormatException beyondAnyDecimal) {
            throw outOfRange();
        }
        boolean surrogates = mayHoldSurrogateEscapes(bytes, length);
        values.forEach(value -> check(value, surrogates));
        return values;
    }

    /** Parses a text that a field holds as a string, by the same rules. */
    static JsonNode parseEmbedded(String text, String field) {
        try {
            JsonNode value = EMBEDDED.readTree(text);
            check(value, text.indexOf('\\') >= 0);
            return value;
        } catch (JacksonException broken) {
            throw BadRecord.wrongType(field, "an object");
        } catch (NumberFormatException beyondAnyDecimal) {
            throw outOfRange();
        }
    }

    /** Text in UTF-8, by the same rules. */
    String text(byte[] bytes, int length) {
        checkUtf8(bytes, length);
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void checkUtf8(byte[] bytes, int length) {
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        decoder.reset();
        CoderResult result;
        do {
            scratch.clear();
            result = decoder.decode(in, scratch, true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw new BadRecord("Byte " + in.position() + " of the record is not valid UTF-8",
                    "Save the file as UTF-8; a log cut in the middle of a character shows this too.");
        }
    }

    private static BadRecord describe(JacksonException broken, byte[] bytes, int length) {
        TokenStreamLocation location = broken.getLocation();
        long at = location == null ? -1 : location.getByteOffset();
        String place = at < 0 || at > length ? "" : " at byte " + at + " of the record";
        String message = broken.getOriginalMessage() == null ? "" : broken.getOriginalMessage();
        if (message.startsWith("Duplicate")) {
            return new BadRecord("A field occurs twice in the same object" + place, "Write each field once; which of the two counts is not defined.");
        }
        if (broken instanceof StreamConstraintsException) {
            return message.contains("nesting depth")
                    ? new BadRecord("The record is nested more than " + DEEPEST + " levels deep" + place, "Flatten the record, or store the deep part as a string.")
                    : new BadRecord("A name or a number of the record is far too long" + place, "Shorten it, or write the number as a string.");
        }
        if (broken instanceof UnexpectedEndOfInputException) {
            return new BrokenJson("The record ends in the middle of a JSON value", "It was probably cut off when it was written: write one whole JSON object a record.");
        }
        if (message.contains("NaN") || message.contains("INF") || message.contains("Infinity")) {
            return new BadRecord("NaN or Infinity is not JSON" + place, "Write null instead.");
        }
        if (message.contains("CTRL-CHAR")) {
            return new BrokenJson("A raw control character or line break stands inside a string" + place, "Escape it, for example \\n.");
        }
        if (length > 0 && bytes[0] != '{' && bytes[0] != '[') {
            return new BrokenJson("This is not JSON", "Send JSON lines, a JSON array, CSV or Parquet; docs/canonical-call.md has an example of each record.");
        }
        return new BrokenJson("The JSON is broken" + place, "Correct it there: a missing quote, comma, colon or bracket is usual.");
    }

    private static boolean mayHoldSurrogateEscapes(byte[] bytes, int length) {
        for (int index = 0; index < length - 3; index++) {
            if (bytes[index] == '\\') {
                if (bytes[index + 1] == 'u' && (bytes[index + 2] | 0x20) == 'd' && bytes[index + 3] > '7') {
                    return true;
                }
                index++;
            }
        }
        return false;
    }

    private static void check(JsonNode node, boolean surrogates) {
        if (node.isContainer()) {
            if (surrogates) {
                node.propertyNames().forEach(StrictJson::checkSurrogates);
            }
            node.forEach(child -> check(child, surrogates));
        } else if (surrogates && node.isString()) {
            checkSurrogates(node.stringValue());
        } else if (node.isNumber() && !node.isInt() && !node.isLong()) {
            checkRange(node);
        }
    }

    private static void checkRange(JsonNode number) {
        if (number.decimalValue().abs().compareTo(LARGEST_DOUBLE) > 0 || Math.abs((long) number.decimalValue().scale()) > 1_100) {
            throw outOfRange();
        }
    }

    private static BadRecord outOfRange() {
        return new BadRecord("A number is outside the range of a double (I-JSON)", "Write it as a string.");
    }

    private static void checkSurrogates(String text) {
        for (int index = 0; index < text.length(); index++) {
            char next = text.charAt(index);
            if (Character.isHighSurrogate(next) && index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))) {
                index++;
            } else if (Character.isSurrogate(next)) {
                throw new BadRecord("A string holds half of a surrogate pair (an escape from \\ud800 to \\udfff without its partner)",
                        "Text was cut in the middle of an emoji or a rare character: cut by characters, or write the replacement character \\ufffd.");
            }
        }
    }
}
