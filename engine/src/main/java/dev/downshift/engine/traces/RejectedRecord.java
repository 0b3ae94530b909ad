package dev.downshift.engine.traces;

import org.jspecify.annotations.Nullable;

/**
 * A record that could not be read as calls.
 *
 * @param record the 0-based record, counted through all files of an archive
 * @param file the file of an archive that it is in; null where the upload is no archive
 * @param line the 1-based line it begins on
 * @param byteOffset the offset of its first byte in the decompressed file
 * @param reason what is wrong, with the field it is wrong in; never a value from the record
 * @param remedy what to do about it
 */
public record RejectedRecord(long record, @Nullable String file, long line, long byteOffset, String reason, String remedy) {}
