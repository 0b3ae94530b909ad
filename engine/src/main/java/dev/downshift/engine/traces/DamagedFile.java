package dev.downshift.engine.traces;

import java.io.IOException;

/** A compressed file or an archive that cannot be unpacked any further, told apart from an error of its source. */
final class DamagedFile extends IOException {

    private static final String KEPT = " The records before this place were kept.";

    private final BadRecord reason;

    private DamagedFile(String reason, String remedy) {
        super(reason);
        this.reason = new BadRecord(reason, remedy + KEPT);
    }

    static DamagedFile cutOff() {
        return new DamagedFile("The compressed file is cut off here", "Compress and upload it again, once it is written completely.");
    }

    static DamagedFile compression() {
        return new DamagedFile("The compressed file is damaged here", "Compress and upload it again from its source.");
    }

    /** Bytes of another kind behind a compressed file. */
    static DamagedFile trailing(String format) {
        return new DamagedFile("Bytes that are not " + format + " follow the compressed file here",
                "Compress each part before you join them, or remove what was added to the file.");
    }

    static DamagedFile window() {
        return new DamagedFile("The compressed file needs more than 128 MiB of memory to be unpacked",
                "Compress it again with zstd's usual window, that is without --long or --ultra.");
    }

    static DamagedFile inflated() {
        return new DamagedFile("The compressed file unpacks to more than " + Inflation.LARGEST_RATIO + " times its size",
                "Upload what follows uncompressed, or in smaller files.");
    }

    static DamagedFile archiveCutOff() {
        return new DamagedFile("The archive is cut off here", "Create and upload it again, once its files are written completely.");
    }

    static DamagedFile archive() {
        return new DamagedFile("The archive is damaged here", "Create and upload it again from its files.");
    }

    static DamagedFile behindArchive() {
        return new DamagedFile("Bytes follow the end of the archive here", "Put every file into one archive, or upload what follows on its own.");
    }

    static DamagedFile behindEncrypted() {
        return new DamagedFile("What follows the encrypted file of the archive cannot be found", "Create the archive without a password.");
    }

    static DamagedFile member() {
        return new DamagedFile("This file of the archive is damaged here", "Create and upload the archive again from its files.");
    }

    BadRecord reason() {
        return reason;
    }
}
