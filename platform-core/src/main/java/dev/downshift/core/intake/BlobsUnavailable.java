package dev.downshift.core.intake;

/** The bucket of the settings cannot be used, so nothing that comes in could be kept. */
final class BlobsUnavailable extends RuntimeException {

    BlobsUnavailable(String where, Throwable cause) {
        super("Raw files cannot be kept in " + where + ": " + cause.getMessage(), cause);
    }
}
