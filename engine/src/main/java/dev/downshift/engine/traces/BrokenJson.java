package dev.downshift.engine.traces;

/** A record that is not JSON at all, so that where it ends is in doubt. */
final class BrokenJson extends BadRecord {

    BrokenJson(String reason, String remedy) {
        super(reason, remedy);
    }
}
