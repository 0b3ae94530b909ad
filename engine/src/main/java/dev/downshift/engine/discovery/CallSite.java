package dev.downshift.engine.discovery;

import java.util.List;

/**
 * A recurring prompt template behind many calls.
 *
 * @param id a hash of what makes the template out; equal inputs give equal ids
 * @param signature by what a call is recognised
 * @param prompts the distinct prompts it was found in
 */
public record CallSite(String id, CallSiteSignature signature, int prompts) {

    /** Checks nothing; a site without segments cannot be matched and is never built. */
    public CallSite {
        if (signature.segments().isEmpty()) {
            throw new IllegalArgumentException("a call site has segments");
        }
    }

    /** How sites are listed: by prompts, then by id. */
    static List<CallSite> ordered(List<CallSite> sites) {
        return sites.stream()
                .sorted(java.util.Comparator.comparingInt(CallSite::prompts).reversed().thenComparing(CallSite::id))
                .toList();
    }
}
