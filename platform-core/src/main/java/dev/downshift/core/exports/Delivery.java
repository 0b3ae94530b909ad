package dev.downshift.core.exports;

import org.jspecify.annotations.Nullable;

/**
 * How an export goes over HTTP.
 *
 * @param gzip whether its bytes are compressed by gzip
 * @param contentEncoding what the receiver undoes on its way in; null for nothing
 */
public record Delivery(String fileName, String mediaType, boolean gzip, @Nullable String contentEncoding) {

    private static final String GZIP = "gzip";

    /**
     * The way that was asked for.
     *
     * @param gz whether the file itself is to be a gzip file; a table, which is compressed already, stays as it is
     * @param acceptEncoding the header of this name, if there is one
     */
    public static Delivery of(Export export, boolean gz, @Nullable String acceptEncoding) {
        if (export.isCompressed()) {
            return new Delivery(export.fileName(), export.mediaType(), false, null);
        }
        if (gz) {
            return new Delivery(export.fileName() + ".gz", "application/gzip", true, null);
        }
        boolean accepted = acceptEncoding != null && acceptsGzip(acceptEncoding);
        return new Delivery(export.fileName(), export.mediaType(), accepted, accepted ? GZIP : null);
    }

    private static boolean acceptsGzip(String accepted) {
        for (String coding : accepted.split(",", -1)) {
            String[] parts = coding.strip().split("\\s*;\\s*", 2);
            if (parts[0].equalsIgnoreCase(GZIP)) {
                return parts.length == 1 || !parts[1].matches("q=0(\\.0*)?");
            }
        }
        return false;
    }
}
