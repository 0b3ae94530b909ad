package dev.downshift.engine.traces;

/** Bounds how much comes out of how little, however often and in however many files it was wrapped. */
final class Inflation {

    /** Unpacked bytes that any file may have. */
    static final long ALWAYS = 64 << 20;
    /** Beyond them, unpacked bytes for each byte of the file. Logs with a long, repeated prompt come to 200. */
    static final long LARGEST_RATIO = 500;

    private final SourceFile file;
    private long unpacked;

    Inflation(SourceFile file) {
        this.file = file;
    }

    /** Whether no more may be unpacked, until more of the file was read. */
    boolean exceeded() {
        return unpacked > ALWAYS && unpacked / LARGEST_RATIO > file.count();
    }

    void unpacked(long bytes) {
        unpacked += bytes;
    }
}
