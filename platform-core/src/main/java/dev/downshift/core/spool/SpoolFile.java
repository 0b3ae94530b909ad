package dev.downshift.core.spool;

import dev.downshift.core.StorageFull;
import dev.downshift.core.tenancy.OrganizationId;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One organization's records on disk, encrypted: frames of a length and that many bytes, each frame a batch of lines. A frame that a crash
 * cut off is at the end and is left out when the file is read.
 */
final class SpoolFile {

    static final String OPEN = ".open";
    static final String READY = ".ready";

    private static final Logger LOG = LoggerFactory.getLogger(SpoolFile.class);
    private static final int LARGEST_FRAME = 256 << 20;

    private final Path path;
    private final FileChannel channel;
    private final Instant begun = Instant.now();

    private SpoolFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static SpoolFile create(Path folder, OrganizationId organization, long number) throws IOException {
        Path path = folder.resolve(organization + "-" + number + OPEN);
        return new SpoolFile(path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    static OrganizationId organization(Path file) {
        return OrganizationId.of(String.valueOf(file.getFileName()).substring(0, 36));
    }

    Instant begun() {
        return begun;
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Returns once these encrypted lines are on the disk; after a failure the file is as it was before. */
    void append(byte[] encrypted) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(4 + encrypted.length).putInt(encrypted.length).put(encrypted).flip();
        long before = channel.size();
        try {
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
            channel.force(false);
        } catch (IOException failed) {
            channel.truncate(before);
            throw StorageFull.named(failed);
        }
    }

    /** Closes the file and marks it as ready to be handed over. */
    void finish() throws IOException {
        channel.close();
        ready(path);
    }

    static void ready(Path open) throws IOException {
        String name = String.valueOf(open.getFileName());
        Files.move(open, open.resolveSibling(name.substring(0, name.length() - OPEN.length()) + READY), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The lines of a file, decrypted frame by frame. */
    static InputStream read(Path file, UnaryOperator<byte[]> decryption) throws IOException {
        return new Frames(file, new DataInputStream(Files.newInputStream(file)), decryption);
    }

    private static final class Frames extends InputStream {
        private final Path file;
        private final DataInputStream in;
        private final UnaryOperator<byte[]> decryption;
        private ByteBuffer current = ByteBuffer.allocate(0);

        Frames(Path file, DataInputStream in, UnaryOperator<byte[]> decryption) {
            this.file = file;
            this.in = in;
            this.decryption = decryption;
        }

        @Override
        public int read() throws IOException {
            return current.hasRemaining() || next() ? current.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!current.hasRemaining() && !next()) {
                return -1;
            }
            int count = Math.min(length, current.remaining());
            current.get(target, offset, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }

        private boolean next() throws IOException {
            int first = in.read();
            if (first < 0) {
                return false;
            }
            try {
                int length = (first << 24) | (in.readUnsignedByte() << 16) | in.readUnsignedShort();
                if (length <= 0 || length > LARGEST_FRAME) {
                    throw new IOException("damaged spool file " + file);
                }
                byte[] encrypted = new byte[length];
                in.readFully(encrypted);
                current = ByteBuffer.wrap(decryption.apply(encrypted));
                return true;
            } catch (EOFException cutOff) {
                LOG.warn("The last batch in {} was cut off by a crash before it was on the disk, and is left out", file.getFileName());
                return false;
            }
        }
    }
}
