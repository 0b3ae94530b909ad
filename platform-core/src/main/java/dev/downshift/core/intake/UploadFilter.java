package dev.downshift.core.intake;

import org.jspecify.annotations.Nullable;

/**
 * Which uploads; a null does not restrict.
 *
 * @param name what the file's name holds, in any case
 */
public record UploadFilter(@Nullable String name, Upload.@Nullable Status status) {

    public static final UploadFilter ALL = new UploadFilter(null, null);
}
