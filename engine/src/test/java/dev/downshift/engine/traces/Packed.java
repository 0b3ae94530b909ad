package dev.downshift.engine.traces;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Compresses test files and puts them into archives. */
final class Packed {

    private Packed() {}

    private interface Wrapper {
        OutputStream wrap(OutputStream out) throws IOException;
    }

    static byte[] zstd(byte[] bytes) {
        return wrapped(bytes, out -> new ZstdOutputStreamNoFinalizer(out).setChecksum(true));
    }

    /** One frame, as a library makes it that knows the size. */
    static byte[] zstdFrame(byte[] bytes) {
        return Zstd.compress(bytes);
    }

    /** One frame with one block that is not compressed, as after {@code zstd --long=28}. */
    static byte[] zstdWithWindow(byte[] bytes, int logarithm) {
        int block = (bytes.length << 3) | 1;
        return concat(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) ((logarithm - 10) << 3), (byte) block, (byte) (block >> 8), (byte) (block >> 16)}, bytes);
    }

    static byte[] skippableFrame(String content) {
        byte[] text = bytes(content);
        return concat(new byte[] {0x53, 0x2a, 0x4d, 0x18, (byte) text.length, 0, 0, 0}, text);
    }

    static byte[] bzip2(byte[] bytes) {
        return wrapped(bytes, BZip2CompressorOutputStream::new);
    }

    static byte[] tar(Map<String, byte[]> files) {
        return tar(files, TarArchiveOutputStream.LONGFILE_POSIX);
    }

    static byte[] tar(Map<String, byte[]> files, int longNames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(longNames);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** With sizes and checksums behind the files, as a program writes it that does not know them. */
    static byte[] zip(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            fill(zip, files, ZipArchiveEntry.DEFLATED);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** With sizes and checksums before the files. */
    static byte[] zipOnDisk(Map<String, byte[]> files, int method) {
        SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(channel)) {
            zip.setUseZip64(Zip64Mode.Always);
            fill(zip, files, method);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return java.util.Arrays.copyOf(channel.array(), (int) channel.size());
    }

    private static void fill(ZipArchiveOutputStream zip, Map<String, byte[]> files, int method) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            ZipArchiveEntry entry = new ZipArchiveEntry(file.getKey());
            entry.setMethod(file.getKey().endsWith("/") ? ZipArchiveEntry.STORED : method);
            entry.setSize(file.getValue().length);
            CRC32 checksum = new CRC32();
            checksum.update(file.getValue());
            entry.setCrc(checksum.getValue());
            zip.putArchiveEntry(entry);
            zip.write(file.getValue());
            zip.closeArchiveEntry();
        }
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] wrapped(byte[] bytes, Wrapper wrapper) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packed = wrapper.wrap(out)) {
            packed.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
