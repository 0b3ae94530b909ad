package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Attachment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A part of a message that is no text: an image, a sound, a file, by whatever provider's names. Its bytes are not kept. */
final class SpanFile {

    /** Fields that hold the file, one inside the other, beside the one that is named like the part's type. */
    private static final List<String> HOLDERS = List.of("image_url", "input_audio", "inline_data", "inlineData", "file_data", "fileData", "image", "document", "audio", "video",
            "file", "source", "s3Location");
    private static final List<String> ADDRESSES = List.of("url", "uri", "file_uri", "fileUri", "image_url", "file_url", "file_id");
    private static final List<String> BYTES = List.of("data", "bytes", "file_data", "base64", "blob", "content", "image");
    /** What a chat completion calls a part that says so in its type, its media type or its modality. */
    private static final Map<String, String> KINDS = Map.of("image", "image_url", "screenshot", "image_url", "audio", "input_audio", "video", "video_url");
    private static final List<String> SAYING = List.of("type", "block_type", "mime_type", "mimeType", "media_type", "mediaType", "modality", "format");
    private static final int LONGEST_NOTE = 1_000;

    private SpanFile() {}

    /** The reference to it; what else the part says goes to the unread. */
    static Attachment read(JsonNode part, String path, Unread unread) {
        List<JsonNode> holders = holders(part);
        String reference = reference(holders);
        if (reference == null) {
            unread.small(path, part);
            return new Attachment(kind(holders, part.path("type").asString("file")), Attachments.content(part));
        }
        for (JsonNode holder : holders) {
            holder.properties().stream().filter(field -> isNote(field.getKey(), field.getValue())).forEach(field -> unread.put(path + "." + field.getKey(), field.getValue()));
        }
        return new Attachment(kind(holders, "file"), reference);
    }

    private static List<JsonNode> holders(JsonNode part) {
        List<JsonNode> holders = new ArrayList<>();
        JsonNode holder = part;
        while (holder != null) {
            holders.add(holder);
            JsonNode outer = holder;
            holder = HOLDERS.stream().map(outer::path).filter(JsonNode::isObject).findFirst().orElse(null);
        }
        return holders;
    }

    private static @Nullable String reference(List<JsonNode> holders) {
        for (JsonNode holder : holders) {
            for (String name : ADDRESSES) {
                if (holder.path(name).isString()) {
                    return Attachments.address(holder.path(name).stringValue());
                }
            }
            for (String name : BYTES) {
                if (holder.path(name).isString()) {
                    String bytes = holder.path(name).stringValue();
                    return bytes.startsWith("data:") || bytes.startsWith("http") ? Attachments.address(bytes) : Attachments.bytes(bytes);
                }
            }
        }
        return null;
    }

    private static String kind(List<JsonNode> holders, String usual) {
        for (JsonNode holder : holders) {
            List<String> names = new ArrayList<>(HOLDERS.stream().filter(holder::has).toList());
            SAYING.forEach(name -> names.add(holder.path(name).asString("")));
            for (String name : names) {
                for (Map.Entry<String, String> kind : KINDS.entrySet()) {
                    if (name.toLowerCase(Locale.ROOT).contains(kind.getKey())) {
                        return kind.getValue();
                    }
                }
            }
        }
        return usual;
    }

    private static boolean isNote(String name, JsonNode value) {
        return !SAYING.contains(name) && !ADDRESSES.contains(name) && !BYTES.contains(name) && !HOLDERS.contains(name)
                && value.isValueNode() && value.asString("").length() <= LONGEST_NOTE;
    }
}
