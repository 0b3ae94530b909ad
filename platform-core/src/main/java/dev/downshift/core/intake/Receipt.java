package dev.downshift.core.intake;

/**
 * What became of a file that was sent.
 *
 * @param already whether the same bytes had been uploaded before, so that nothing was done
 */
public record Receipt(UploadId id, boolean already) {}
