package dev.downshift.engine.traces;

/**
 * A record that could not be read as calls.
 *
 * @param record the 0-based record in the file
 * @param line the 1-based line it begins on
 * @param byteOffset the offset of its first byte in the decompressed file
 * @param reason what is wrong, with the field it is wrong in; never a value from the record
 * @param remedy what to do about it
 */
public record RejectedRecord(long record, long line, long byteOffset, String reason, String remedy) {}
