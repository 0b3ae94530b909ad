package dev.downshift.engine.traces;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Many files in one, read as a stream. */
interface Archive {

    /**
     * A file of an archive.
     *
     * @param name as the archive gives it
     * @param bytes until the next file is asked for; a {@link DamagedFile} where it cannot be read any further
     * @param problem why it cannot be read at all, if that is seen already
     */
    record Member(String name, InputStream bytes, @Nullable BadRecord problem) {

        static Member unreadable(String name, String reason, String remedy) {
            return new Member(name, InputStream.nullInputStream(), new BadRecord(reason, remedy));
        }
    }

    /** The next file, or null at the end; a {@link DamagedFile} where it cannot be found, the same one that a file's bytes ended with. */
    @Nullable Member next() throws IOException;

    /** What people call it. */
    String label();

    /** How many directories were passed over. */
    long directories();

    /** The archive that begins here, or null where none does. */
    static @Nullable Archive of(Lookahead bytes, SourceFile file, Inflation inflation) {
        byte[] head = bytes.peek(TarMembers.BLOCK);
        if (ZipMembers.begins(head)) {
            return new ZipMembers(bytes, file, inflation);
        }
        return TarMembers.begins(head) ? new TarMembers(bytes) : null;
    }

    /** Whether a file begins like an archive. */
    static boolean begins(byte[] head) {
        return ZipMembers.begins(head) || TarMembers.begins(head);
    }
}
