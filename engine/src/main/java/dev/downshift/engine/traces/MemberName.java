package dev.downshift.engine.traces;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The name of a file in an archive. It says where a record was read, and nothing is ever opened or written by it. */
record MemberName(String shown) {

    private static final int LONGEST = 300;
    private static final Set<String> OF_TRACES = Set.of("json", "jsonl", "ndjson", "csv", "tsv", "parquet", "gz", "zst", "bz2", "tar", "tgz", "zip", "xz", "7z", "arrow", "feather");

    static MemberName of(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints().limit(LONGEST).map(next -> Character.isISOControl(next) || isLoneSurrogate(next) ? '\ufffd' : next).forEach(shown::appendCodePoint);
        return new MemberName(shown.toString().replaceFirst("^(\\./)+", ""));
    }

    /** Why a file of this name is not read, if it is not. */
    @Nullable BadRecord problem() {
        boolean absolute = shown.startsWith("/") || shown.startsWith("\\") || shown.matches("[A-Za-z]:.*");
        if (absolute || Arrays.asList(shown.split("[/\\\\]", -1)).contains("..")) {
            return new BadRecord("The archive holds a file under a name that leads out of the archive", "Create the archive inside the folder of its files, with names relative to it.");
        }
        return null;
    }

    /** Whether a person would expect calls in a file of this name, so that it is told when there are none. */
    boolean promisesTraces() {
        String file = shown.substring(shown.lastIndexOf('/') + 1);
        return !shown.startsWith("__MACOSX/") && !file.startsWith("._") && OF_TRACES.contains(file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
