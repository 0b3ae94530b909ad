package dev.downshift.engine.traces;

import java.io.IOException;

/** A compressed file that cannot be unpacked any further, told apart from an error of its source. */
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

    static DamagedFile trailing() {
        return new DamagedFile("Bytes that are not gzip follow the compressed file here",
                "Compress each part before you join them, or remove what was added to the file.");
    }

    static DamagedFile inflated() {
        return new DamagedFile("The compressed file unpacks to more than " + GzipMembers.LARGEST_RATIO + " times its size",
                "Upload what follows uncompressed, or in smaller files.");
    }

    BadRecord reason() {
        return reason;
    }
}
