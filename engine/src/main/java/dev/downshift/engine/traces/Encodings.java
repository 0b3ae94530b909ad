package dev.downshift.engine.traces;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Recognises files that are not UTF-8 text at all by their first bytes, and passes over a byte order mark. */
final class Encodings {

    private static final int LOOKED_AT = 8 << 10;
    private static final Map<String, String> CONTAINERS = Map.of(
            "PK\u0003\u0004", "a ZIP archive",
            "(\u00b5/\u00fd", "compressed with zstd",
            "BZh", "compressed with bzip2",
            "\u00fd7zXZ", "compressed with xz",
            "PAR1", "a Parquet file",
            "ARROW1", "an Arrow file",
            "%PDF", "a PDF document",
            "\u0089PNG", "an image");

    private Encodings() {}

    static @Nullable BadRecord check(ByteCursor cursor) throws IOException {
        byte[] head = cursor.head();
        if (head.length == 0) {
            return new BadRecord("The file is empty", "Upload JSON lines or a JSON array with at least one record.");
        }
        if (startsWith(head, "\u00ff\u00fe") || startsWith(head, "\u00fe\u00ff")) {
            return new BadRecord("The file is UTF-16", "Save it as UTF-8.");
        }
        for (Map.Entry<String, String> container : CONTAINERS.entrySet()) {
            if (startsWith(head, container.getKey())) {
                return new BadRecord("The file is " + container.getValue(), "Unpack it and upload JSON lines or a JSON array; gzip is the one compression that is read.");
            }
        }
        if (controlCharacters(head) * 20 > Math.min(head.length, LOOKED_AT)) {
            return new BadRecord("The file is not text", "Upload JSON lines or a JSON array in UTF-8, compressed with gzip or not.");
        }
        if (startsWith(head, "\u00ef\u00bb\u00bf")) {
            cursor.read();
            cursor.read();
            cursor.read();
        }
        return null;
    }

    private static int controlCharacters(byte[] head) {
        int count = 0;
        for (int index = 0; index < Math.min(head.length, LOOKED_AT); index++) {
            int value = head[index] & 0xff;
            if (value < ' ' && value != '\t' && value != '\n' && value != '\r') {
                count++;
            }
        }
        return count;
    }

    private static boolean startsWith(byte[] head, String prefix) {
        for (int index = 0; index < prefix.length(); index++) {
            if (index >= head.length || (head[index] & 0xff) != prefix.charAt(index)) {
                return false;
            }
        }
        return true;
    }
}
