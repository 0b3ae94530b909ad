package dev.downshift.engine.traces;

import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.FileMetaData;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** Looks at the header of each page of a Parquet file before any is unpacked: it says how much memory the page will need. */
final class ParquetPages {

    private static final long LARGEST_PAGE = 128 << 20;
    private static final long MOST_VALUES = 8 << 20;
    private static final int USUAL_HEADER = 1 << 8;
    private static final int LONGEST_HEADER = 1 << 22;

    private static final int UNPACKED_SIZE = 2;
    private static final int PACKED_SIZE = 3;
    private static final int DATA = 5;
    private static final int DICTIONARY = 7;
    private static final int DATA_V2 = 8;
    private static final int VALUES = 1;

    private final FileChannel file;

    private ParquetPages(FileChannel file) {
        this.file = file;
    }

    /** Why the pages cannot be unpacked, or null. */
    static @Nullable BadRecord problem(FileMetaData metadata, FileChannel file) throws IOException {
        ParquetPages pages = new ParquetPages(file);
        for (var group : metadata.rowGroups()) {
            for (ColumnChunk column : group.columns()) {
                if (!pages.areBounded(column)) {
                    return new BadRecord("A page of the Parquet file needs too much memory to be unpacked", "Write it again with pages of usual size (about 1 MiB), or as JSON lines.");
                }
            }
        }
        return null;
    }

    private boolean areBounded(ColumnChunk column) throws IOException {
        long end = column.chunkStartOffset() + column.metaData().totalCompressedSize();
        for (long position = column.chunkStartOffset(); position < end;) {
            Page page = header(position);
            if (page.unpacked > LARGEST_PAGE || page.values > MOST_VALUES) {
                return false;
            }
            position += page.length + page.packed;
        }
        return true;
    }

    private Page header(long position) throws IOException {
        for (int window = USUAL_HEADER; window <= LONGEST_HEADER; window <<= 7) {
            ByteBuffer bytes = ByteBuffer.allocate(window);
            file.read(bytes, position);
            Page page = whole(bytes.flip());
            if (page != null) {
                return page;
            }
        }
        throw new IOException("a page has no header");
    }

    /** Null where the header is longer than these bytes. */
    private static @Nullable Page whole(ByteBuffer bytes) throws IOException {
        try {
            return Page.of(bytes);
        } catch (BufferUnderflowException longer) {
            return null;
        }
    }

    /** What a page header says (Thrift's compact protocol): the lengths of itself and of the page in bytes, and the number of values. */
    private record Page(int length, long unpacked, long packed, long values) {

        static Page of(ByteBuffer bytes) throws IOException {
            ThriftFields fields = new ThriftFields(bytes);
            long unpacked = 0;
            long packed = 0;
            long values = 0;
            for (int field = fields.next(); field > 0; field = fields.next()) {
                switch (field) {
                    case UNPACKED_SIZE -> unpacked = fields.number();
                    case PACKED_SIZE -> packed = fields.number();
                    case DATA, DICTIONARY, DATA_V2 -> {
                        ThriftFields inner = fields.struct();
                        for (int name = inner.next(); name > 0; name = inner.next()) {
                            if (name == VALUES) {
                                values = inner.number();
                            } else {
                                inner.skip();
                            }
                        }
                    }
                    default -> fields.skip();
                }
            }
            if (unpacked < 0 || packed < 0 || values < 0) {
                throw new IOException("a page header holds a negative number");
            }
            return new Page(bytes.position(), unpacked, packed, values);
        }
    }
}
