package dev.downshift.engine.privacy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A redaction policy that cannot be used: where it is wrong, what is, and what to do. */
public final class InvalidPolicy extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String place;
    private final String problem;
    private final String remedy;

    /**
     * A problem with a part of a policy.
     *
     * @param place JSON pointer into the policy as JSON, such as {@code /terms/patterns/0/pattern}
     */
    public InvalidPolicy(String place, String problem, String remedy) {
        super(place + ": " + problem + " " + remedy);
        this.place = place;
        this.problem = problem;
        this.remedy = remedy;
    }

    /** Refuses an entry that is null, as JSON can have it. */
    static void requireEntries(String place, Map<?, ? extends @Nullable Object> entries) {
        entries.forEach((key, entry) -> requireEntry(below(place, String.valueOf(key)), entry));
    }

    /** Refuses an entry that is null, as JSON can have it. */
    static void requireEntries(String place, List<? extends @Nullable Object> entries) {
        for (int i = 0; i < entries.size(); i++) {
            requireEntry(place + "/" + i, entries.get(i));
        }
    }

    private static void requireEntry(String place, @Nullable Object entry) {
        if (entry == null) {
            throw new InvalidPolicy(place, "Nothing stands there but null.", "Give a value, or leave the entry out.");
        }
    }

    /** The place of a member, whose name may have slashes in it (RFC 6901). */
    static String below(String place, String member) {
        return place + "/" + member.replace("~", "~0").replace("/", "~1");
    }

    public String place() {
        return place;
    }

    public String problem() {
        return problem;
    }

    public String remedy() {
        return remedy;
    }
}
