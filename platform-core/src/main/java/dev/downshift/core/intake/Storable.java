package dev.downshift.core.intake;

import dev.downshift.engine.traces.CanonicalJson;
import dev.downshift.engine.traces.CanonicalReader;
import dev.downshift.engine.traces.Message;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Text as PostgreSQL can hold it: without U+0000, which the replacement character stands in for. */
final class Storable {

    private static final Pattern ESCAPED_ZERO = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private Storable() {}

    static @Nullable String text(@Nullable String text) {
        return text == null ? null : text.replace('\0', '\ufffd');
    }

    /** A message whose JSON is as PostgreSQL can hold it. */
    static Message message(Message message) {
        Stream<@Nullable String> around = Stream.of(message.name(), message.content(), message.toolCallId());
        Stream<@Nullable String> called = message.toolCalls().stream().flatMap(call -> Stream.of(call.id(), call.name(), call.arguments()));
        Stream<@Nullable String> attached = message.attachments().stream().flatMap(attachment -> Stream.of(attachment.kind(), attachment.reference()));
        boolean storable = Stream.of(around, called, attached).flatMap(texts -> texts).noneMatch(text -> text != null && text.indexOf('\0') >= 0);
        return storable ? message : CanonicalReader.message(json(CanonicalJson.text(message)));
    }

    static String json(String json) {
        return json.contains("\\u0000") ? ESCAPED_ZERO.matcher(json).replaceAll("$1\ufffd") : json;
    }
}
