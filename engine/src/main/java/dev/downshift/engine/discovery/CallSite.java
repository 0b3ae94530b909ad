package dev.downshift.engine.discovery;

import java.util.Comparator;
import java.util.List;

/**
 * A recurring prompt template behind many calls.
 *
 * @param id a hash of what makes the template out; equal inputs give equal ids
 * @param signature by what a call is recognised
 * @param prompts the distinct prompts it was found in
 */
public record CallSite(String id, CallSiteSignature signature, int prompts) {

    /** A site without segments could never be matched. */
    public CallSite {
        if (signature.segments().isEmpty()) {
            throw new IllegalArgumentException("a call site has segments");
        }
    }

    /** How sites are listed: by prompts, then by id. */
    static List<CallSite> ordered(List<CallSite> sites) {
        return sites.stream()
                .sorted(Comparator.comparingInt(CallSite::prompts).reversed().thenComparing(CallSite::id))
                .toList();
    }
}
