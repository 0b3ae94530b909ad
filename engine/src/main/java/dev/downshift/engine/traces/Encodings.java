package dev.downshift.engine.traces;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Recognises files that are not UTF-8 text at all by their first bytes, and passes over a byte order mark. */
final class Encodings {

    private static final int LOOKED_AT = 8 << 10;
    private static final String REMEDY =
            "Upload JSON lines, JSON, CSV or Parquet; compressed with gzip, zstd or bzip2, or in a tar or ZIP archive, if you like.";
    private static final Map<String, String> CONTAINERS = Map.of(
            "\u00fd7zXZ", "compressed with xz",
            "7z\u00bc\u00af", "a 7z archive",
            "Rar!", "a RAR archive",
            "ARROW1", "an Arrow file",
            "PARE", "an encrypted Parquet file",
            "%PDF", "a PDF document",
            "\u0089PNG", "an image");

    private static final String UTF_32_LITTLE_ENDIAN = "\u00ff\u00fe\0\0";

    private Encodings() {}

    /** The file in UTF-8, where its byte order mark says that it is in UTF-16, as spreadsheets and PowerShell write it. */
    static Lookahead asUtf8(Lookahead bytes) {
        byte[] head = bytes.peek(4);
        boolean bigEndian = startsWith(head, "\u00fe\u00ff");
        return bigEndian || (startsWith(head, "\u00ff\u00fe") && !startsWith(head, UTF_32_LITTLE_ENDIAN))
                ? new Lookahead(new Utf16Stream(bytes, bigEndian))
                : bytes;
    }

    static @Nullable BadRecord check(ByteCursor cursor) throws IOException {
        byte[] head = cursor.head();
        if (head.length == 0) {
            return new BadRecord("The file is empty", "Send JSON lines, a JSON array, CSV or Parquet with at least one record.");
        }
        if (startsWith(head, UTF_32_LITTLE_ENDIAN) || startsWith(head, "\0\0\u00fe\u00ff")) {
            return new BadRecord("The file is UTF-32", "Save it as UTF-8.");
        }
        for (Map.Entry<String, String> container : CONTAINERS.entrySet()) {
            if (startsWith(head, container.getKey())) {
                return new BadRecord("The file is " + container.getValue(), REMEDY);
            }
        }
        if (isWrapped(head)) {
            return new BadRecord("The file is compressed more than " + Compression.DEEPEST_WRAPPING + " times", "Unpack it once or twice.");
        }
        if (isZero(head)) {
            return new BadRecord("The file holds only zeros: an empty tar archive, or a file that was never written", REMEDY);
        }
        if (controlCharacters(head) * 20 > Math.min(head.length, LOOKED_AT)) {
            return new BadRecord("The file is not text", REMEDY);
        }
        if (startsWith(head, "\u00ef\u00bb\u00bf")) {
            cursor.read();
            cursor.read();
            cursor.read();
        }
        return null;
    }

    private static boolean isWrapped(byte[] head) {
        for (Compression compression : Compression.values()) {
            if (compression.begins(head)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isZero(byte[] head) {
        for (byte value : head) {
            if (value != 0) {
                return false;
            }
        }
        return true;
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
