package dev.downshift.engine.traces;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The files of a tar archive. Names and sizes that are too long for a header are read from the entries before it (GNU, pax). */
final class TarMembers implements Archive {

    static final int BLOCK = 512;
    private static final int LONGEST_EXTENSION = 1 << 16;
    private static final char GNU_NAME = 'L';
    private static final char GNU_LINK_NAME = 'K';
    private static final char PAX = 'x';
    private static final char GLOBAL_PAX = 'g';
    private static final char SPARSE = 'S';
    private static final char HARD_LINK = '1';
    private static final char SYMBOLIC_LINK = '2';

    private final InputStream bytes;
    private long directories;
    private long left;
    private long padding;
    private @Nullable String longName;
    private long longSize = -1;
    private boolean ended;
    private @Nullable DamagedFile broken;

    TarMembers(InputStream bytes) {
        this.bytes = bytes;
    }

    static boolean begins(byte[] head) {
        return head.length >= BLOCK && TarHeader.of(Arrays.copyOf(head, BLOCK)) != null;
    }

    @Override
    public String label() {
        return "tar";
    }

    @Override
    public long directories() {
        return directories;
    }

    @Override
    public @Nullable Member next() throws IOException {
        while (!ended) {
            pass(left + padding);
            Member member = member(block());
            if (member != null) {
                return member;
            }
        }
        return null;
    }

    private @Nullable Member member(byte[] block) throws IOException {
        if (isZero(block)) {
            ended = true;
            toTheEnd();
            return null;
        }
        TarHeader header = TarHeader.of(block);
        if (header == null) {
            throw broken(DamagedFile.archive());
        }
        if (header.kind() == GNU_NAME || header.kind() == PAX) {
            extend(header);
            return null;
        }
        if (header.kind() == GNU_LINK_NAME || header.kind() == GLOBAL_PAX) {
            begin(header.size());
            return null;
        }
        String name = longName == null ? header.name() : longName;
        begin(longSize < 0 ? header.size() : longSize);
        longName = null;
        longSize = -1;
        if (header.isFile()) {
            return new Member(name, new Content(), null);
        }
        directories += header.isDirectory() ? 1 : 0;
        return switch (header.kind()) {
            case SPARSE -> Member.unreadable(name, "The archive holds this file with holes (as a sparse file)", "Create the archive without --sparse.");
            case HARD_LINK, SYMBOLIC_LINK -> Member.unreadable(name, "The archive holds a link in place of this file",
                    "Create the archive with the files that links lead to (tar --dereference --hard-dereference).");
            default -> null;
        };
    }

    private void begin(long size) {
        left = size;
        padding = (BLOCK - size % BLOCK) % BLOCK;
    }

    /** An entry that holds the name, or the size too, of the next one. */
    private void extend(TarHeader header) throws IOException {
        if (header.size() > LONGEST_EXTENSION) {
            throw broken(DamagedFile.archive());
        }
        begin(header.size());
        byte[] content = new Content().readAllBytes();
        if (header.kind() == GNU_NAME) {
            longName = new String(content, StandardCharsets.UTF_8).replaceFirst("\0.*", "");
        } else {
            readPax(new String(content, StandardCharsets.UTF_8));
        }
    }

    /** Lines {@code length name=value}; a name of ours is never broken over two. */
    private void readPax(String text) {
        for (String line : text.split("\n", -1)) {
            int value = line.indexOf('=') + 1;
            if (line.matches("\\d+ path=.+")) {
                longName = line.substring(value);
            } else if (line.matches("\\d+ size=\\d{1,18}")) {
                longSize = Long.parseLong(line.substring(value));
            }
        }
    }

    private byte[] block() throws IOException {
        byte[] block = new byte[BLOCK];
        int length = 0;
        while (length < BLOCK) {
            int count = bytes.read(block, length, BLOCK - length);
            if (count < 0) {
                throw broken(DamagedFile.archiveCutOff());
            }
            length += count;
        }
        return block;
    }

    private void pass(long count) throws IOException {
        byte[] passed = new byte[1 << 13];
        long remaining = count;
        while (remaining > 0) {
            int read = bytes.read(passed, 0, (int) Math.min(passed.length, remaining));
            if (read < 0) {
                throw broken(DamagedFile.archiveCutOff());
            }
            remaining -= read;
        }
        left = 0;
        padding = 0;
    }

    /** Only zeros stand behind the last file. */
    private void toTheEnd() throws IOException {
        byte[] rest = new byte[1 << 13];
        for (int count = bytes.read(rest); count >= 0; count = bytes.read(rest)) {
            for (int index = 0; index < count; index++) {
                if (rest[index] != 0) {
                    throw broken(DamagedFile.behindArchive());
                }
            }
        }
    }

    /** The same each time: what a file's bytes ended with is not told again. */
    private DamagedFile broken(DamagedFile damage) {
        DamagedFile first = broken == null ? damage : broken;
        broken = first;
        ended = true;
        return first;
    }

    private static boolean isZero(byte[] block) {
        for (byte value : block) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of the current file. */
    private final class Content extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0 || length == 0) {
                return length == 0 ? 0 : -1;
            }
            int count = bytes.read(target, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw broken(DamagedFile.archiveCutOff());
            }
            left -= count;
            return count;
        }
    }
}
