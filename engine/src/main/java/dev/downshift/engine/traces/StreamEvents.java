package dev.downshift.engine.traces;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The JSON values of a streamed response: an array of them, the text of an event stream, or lines of JSON. */
final class StreamEvents {

    private StreamEvents() {}

    /** Whether a response is streamed, rather than one body. */
    static boolean streamed(JsonNode response) {
        return response.isArray() || (response.isString() && isEventStream(response.stringValue()));
    }

    static List<Fields> read(JsonNode response, String path) {
        List<Fields> events = new ArrayList<>();
        if (response.isString()) {
            addText(response.stringValue(), path, events);
        }
        for (int index = 0; response.isArray() && index < response.size(); index++) {
            JsonNode event = response.get(index);
            String place = path + "[" + index + "]";
            if (event.isString()) {
                addText(event.stringValue(), place, events);
            } else {
                events.add(Fields.of(event, place));
            }
        }
        if (events.isEmpty()) {
            throw new BadRecord("\"" + path + "\" holds no chunk of an answer", "Log all chunks of the stream, in order.");
        }
        return events;
    }

    /** The body of a response, or the first value of its stream; null where there is none. Never throws. */
    static @Nullable JsonNode first(@Nullable JsonNode response) {
        try {
            if (response == null || response.isObject()) {
                return response;
            }
            if (response.isString() && !streamed(response)) {
                String text = response.stringValue().stripLeading();
                return text.startsWith("{") || text.startsWith("[") ? first(StrictJson.parseEmbedded(text, "")) : null;
            }
            if (!streamed(response) || (response.isArray() && response.isEmpty())) {
                return null;
            }
            List<Fields> events = new ArrayList<>();
            JsonNode head = response.isArray() ? response.get(0) : response;
            if (head.isObject()) {
                return head;
            }
            if (head.isString()) {
                addText(head.stringValue(), "", events);
            }
            return events.isEmpty() ? null : events.getFirst().node();
        } catch (BadRecord unreadable) {
            return null;
        }
    }

    private static boolean isEventStream(String text) {
        String start = text.stripLeading();
        return start.startsWith("data:") || start.startsWith("event:") || start.startsWith(": ") || (start.startsWith("{") && isJsonLines(start));
    }

    /** Whether a text that begins with an object is several of them, each on a line. */
    private static boolean isJsonLines(String text) {
        int end = text.indexOf('\n');
        return end > 0 && text.substring(0, end).stripTrailing().endsWith("}") && text.substring(end).stripLeading().startsWith("{");
    }

    private static void addText(String text, String path, List<Fields> events) {
        for (String line : text.split("\r\n|[\r\n]", -1)) {
            String data = line.startsWith("data:") ? line.substring(5).strip() : line.startsWith("{") ? line : "";
            if (!data.isEmpty() && !data.equals("[DONE]")) {
                events.add(Fields.of(StrictJson.parseEmbedded(data, path), path));
            }
        }
    }
}
