package dev.downshift.engine.traces;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.jspecify.annotations.Nullable;

/** The files of a ZIP archive in the order in which they stand, by the headers before them and not by the directory at the end. */
final class ZipMembers implements Archive {

    private final Lookahead bytes;
    private final SourceFile file;
    private final Inflation inflation;
    private final ZipEntries entries;
    private final byte[] passed = new byte[1 << 13];
    private long directories;
    private @Nullable Content current;
    private @Nullable ZipArchiveEntry waiting;
    private long endOfLast;
    private boolean ended;
    private @Nullable DamagedFile broken;

    ZipMembers(Lookahead bytes, SourceFile file, Inflation inflation) {
        this.bytes = bytes;
        this.file = file;
        this.inflation = inflation;
        this.entries = new ZipEntries(bytes);
    }

    static boolean begins(byte[] head) {
        return head.length >= 4 && head[0] == 'P' && head[1] == 'K'
                && ((head[2] == 3 && head[3] == 4) || (head[2] == 5 && head[3] == 6) || (head[2] == 7 && head[3] == 8));
    }

    @Override
    public String label() {
        return "ZIP";
    }

    @Override
    public long directories() {
        return directories;
    }

    @Override
    public @Nullable Member next() throws IOException {
        while (!ended) {
            Content before = current;
            current = null;
            if (before != null) {
                before.finish();
            }
            ZipArchiveEntry entry = nextEntry();
            if (before != null && !before.isIntact()) {
                waiting = entry;
                return Member.unreadable(before.entry.getName(), "This file of the archive is damaged: its checksum is wrong",
                        "Create and upload the archive again from its files. Its records were kept.");
            }
            Member member = entry == null ? end() : member(entry);
            if (member != null) {
                return member;
            }
        }
        return null;
    }

    private @Nullable ZipArchiveEntry nextEntry() throws IOException {
        ZipArchiveEntry kept = waiting;
        if (kept != null) {
            waiting = null;
            return kept;
        }
        if (broken != null && inflation.exceeded()) {
            ended = true;
            throw broken;
        }
        try {
            ZipArchiveEntry next = entries.getNextEntry();
            endOfLast = next == null ? endOfLast : next.getDataOffset() + Math.max(0, next.getCompressedSize());
            broken = next == null ? broken : null;
            return next;
        } catch (IOException | RuntimeException failed) {
            ended = true;
            throw broken == null ? described(failed, DamagedFile.archive()) : broken;
        }
    }

    private @Nullable Member member(ZipArchiveEntry entry) {
        if (entry.isDirectory()) {
            directories++;
            return null;
        }
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            broken = entry.getGeneralPurposeBit().usesDataDescriptor() ? DamagedFile.behindEncrypted() : null;
            return Member.unreadable(entry.getName(), "This file of the archive is encrypted", "Create the archive without a password; uploads are encrypted when they are stored.");
        }
        if (!entries.canReadEntryData(entry)) {
            return Member.unreadable(entry.getName(), "This file of the archive is compressed in a way that cannot be read from a stream",
                    "Create the archive with the usual method (deflate), or as .tar.gz.");
        }
        Content content = new Content(entry);
        current = content;
        return new Member(entry.getName(), content, null);
    }

    /** The directory, which stands at the end, shows that nothing was cut off. */
    private @Nullable Member end() throws IOException {
        ended = true;
        if (!entries.endsBehind(endOfLast)) {
            throw broken == null ? DamagedFile.archiveCutOff() : broken;
        }
        int behind = entries.behind();
        while (behind == 0) {
            behind = entries.behind();
        }
        if (behind > 0) {
            throw DamagedFile.behindArchive();
        }
        return null;
    }

    private IOException described(Exception failed, DamagedFile otherwise) {
        IOException failure = file.failure();
        if (failure != null) {
            return failure;
        }
        if (failed instanceof DamagedFile inside) {
            return inside;
        }
        return bytes.ended() ? DamagedFile.archiveCutOff() : otherwise;
    }

    /** The bytes of one file, checked against its checksum. */
    private final class Content extends InputStream {
        private final ZipArchiveEntry entry;
        private final CRC32 checksum = new CRC32();
        private boolean whole;

        Content(ZipArchiveEntry entry) {
            this.entry = entry;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (whole || this != current) {
                return -1;
            }
            if (broken != null) {
                throw broken;
            }
            if (inflation.exceeded()) {
                throw remember(DamagedFile.inflated());
            }
            try {
                int count = entries.read(target, offset, length);
                if (count < 0) {
                    whole = true;
                    return -1;
                }
                checksum.update(target, offset, count);
                inflation.unpacked(count);
                return count;
            } catch (IOException | RuntimeException failed) {
                throw remember(described(failed, DamagedFile.member()));
            }
        }

        /** Reads what nobody read where only that shows where the file ends. */
        void finish() throws IOException {
            current = this;
            boolean unread = entry.getGeneralPurposeBit().usesDataDescriptor() && broken == null;
            while (unread) {
                unread = read(passed, 0, passed.length) >= 0;
            }
            current = null;
        }

        /** Known when the next file is found: a checksum may stand behind the bytes. */
        boolean isIntact() {
            return !whole || entry.getCrc() < 0 || entry.getCrc() == checksum.getValue();
        }

        private IOException remember(IOException failed) {
            if (failed instanceof DamagedFile damaged) {
                broken = damaged;
            }
            return failed;
        }
    }
}
