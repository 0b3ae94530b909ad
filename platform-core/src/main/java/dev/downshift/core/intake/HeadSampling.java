package dev.downshift.core.intake;

import dev.downshift.engine.traces.CanonicalJson;
import dev.downshift.engine.traces.LlmCall;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps one conversation in so many, whole, before anything of it is redacted or stored; a kept call stands for as many calls, so
 * weighted sums are unbiased (Horvitz and Thompson, 1952). The choice is a hash of the conversation under the organization's key: it is
 * the same in every file and process, and who is kept at one in a hundred is kept at one in ten too.
 *
 * <p>Calls that a route concerned are always kept, each for itself: the savings ledger counts every one.
 */
final class HeadSampling {

    private static final String ROUTED = "downshift";

    private final ContentIds ids;
    private final int oneIn;
    private final boolean fromGateway;

    /** @param fromGateway whether Downshift's own gateway wrote the log, so that what it says about routes can be believed */
    HeadSampling(ContentIds ids, int oneIn, boolean fromGateway) {
        this.ids = ids;
        this.oneIn = oneIn;
        this.fromGateway = fromGateway;
    }

    /**
     * How many calls this one stands for; 0 if it is not kept.
     *
     * @param first the first call of the same record
     */
    int weight(LlmCall call, LlmCall first) {
        if (oneIn == 1 || isRouted(call)) {
            return 1;
        }
        long hash = ids.of("sampling", key(call, first)).getMostSignificantBits();
        return Long.compareUnsigned(hash, Long.divideUnsigned(-1L, oneIn)) < 0 ? oneIn : 0;
    }

    private boolean isRouted(LlmCall call) {
        return fromGateway && call.metadata().containsKey(ROUTED) && call.metadata().get(ROUTED).path("task").isString();
    }

    /**
     * What the calls of a conversation have in common in every file: its name; of a bare conversation, which files can only number, its
     * first call; of calls that name none, how their prompts begin.
     */
    private static String[] key(LlmCall call, LlmCall first) {
        if (call.conversation() == null) {
            return PromptBeginning.of(call).toArray(String[]::new);
        }
        if (!call.conversation().equals(LlmCall.Position.conversation(call.position().record()))) {
            return new String[] {"named", call.conversation()};
        }
        List<String> key = new ArrayList<>();
        first.messages().forEach(message -> key.add(CanonicalJson.text(message)));
        key.add(first.response() == null ? "" : CanonicalJson.text(first.response()));
        return key.toArray(String[]::new);
    }
}
