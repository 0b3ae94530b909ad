package dev.downshift.engine.discovery;

import dev.downshift.engine.traces.LlmCall;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds call sites in two readings of the same calls, in any order: {@link #count} each, then {@link #group} each, then
 * {@link #mine}. Memory grows with the recurring segments and their combinations, not with the calls.
 *
 * <p>A segment belongs to a template when it recurs in prompts of several conversations; where the calls have no
 * conversations to speak of, in several prompts.
 */
public final class SiteMiner {

    private static final int FEW = 30;
    private static final double MORE_COMMON = 1.5;

    private final SegmentTable table = new SegmentTable();
    private final LongSet counted = new LongSet();
    private final LongSet conversations = new LongSet();
    private final LongSet grouped = new LongSet();
    private final Map<Long, PromptGroup> groups = new HashMap<>();
    private @Nullable Vocabulary vocabulary;

    /** The first reading. */
    public void count(LlmCall call) {
        Outline outline = Outline.of(call);
        long conversation = conversation(call, outline);
        conversations.add(conversation);
        boolean newPrompt = counted.add(outline.head());
        LongSet once = new LongSet(256);
        for (Segment segment : outline.segments()) {
            count(segment.full(), segment.weight(), conversation, newPrompt, once);
            count(segment.prefix(), Segment.EDGE, conversation, newPrompt, once);
            count(segment.suffix(), Segment.EDGE, conversation, newPrompt, once);
        }
    }

    private void count(long hash, int weight, long conversation, boolean newPrompt, LongSet once) {
        if (hash != 0) {
            table.add(hash, weight, (int) conversation, newPrompt && once.add(hash));
        }
    }

    /** The second reading. */
    public void group(LlmCall call) {
        Vocabulary words = vocabulary();
        Outline outline = Outline.of(call);
        int[] segments = recurring(outline, words);
        long signature = segments.length;
        for (int segment : segments) {
            signature = Hashing.combine(signature, words.hash(segment));
        }
        PromptGroup group = groups.computeIfAbsent(signature, s -> new PromptGroup(segments, ends(outline, words)));
        Answer answer = Answer.of(call);
        if (grouped.add(outline.head())) {
            group.prompts++;
            words.occur(segments, outline.head());
            if (answer != null) {
                group.answers.add(answer);
            }
        }
    }

    /** The call sites, the one with most prompts first. */
    public List<CallSite> mine() {
        return new SiteBuilder(vocabulary(), groups.values()).build();
    }

    private Vocabulary vocabulary() {
        Vocabulary existing = vocabulary;
        if (existing == null) {
            int prompts = counted.size();
            int least = prompts < FEW ? 2 : 3;
            boolean byConversation = conversations.size() >= 5 || conversations.size() * 4 >= prompts;
            existing = new Vocabulary(table.recurring(byConversation ? 1 : least, byConversation ? least : 1), table);
            vocabulary = existing;
        }
        return existing;
    }

    private static int[] recurring(Outline outline, Vocabulary words) {
        int[] ids = new int[outline.segments().size() * 2];
        int count = 0;
        for (Segment segment : outline.segments()) {
            int full = words.id(segment.full());
            if (full >= 0) {
                ids[count++] = full;
                continue;
            }
            int prefix = words.id(segment.prefix());
            if (prefix >= 0) {
                ids[count++] = prefix;
            }
            int suffix = words.id(segment.suffix());
            if (suffix >= 0) {
                ids[count++] = suffix;
            }
        }
        return Arrays.stream(ids, 0, count).sorted().distinct().toArray();
    }

    /** The ends of recurring lines that are much more common than the line: it has a slot, whose value recurs. */
    private static Map<Integer, Integer> ends(Outline outline, Vocabulary words) {
        Map<Integer, Integer> ends = new TreeMap<>();
        for (Segment segment : outline.segments()) {
            int full = words.id(segment.full());
            if (full >= 0) {
                for (long hash : new long[] {segment.prefix(), segment.suffix()}) {
                    int end = words.id(hash);
                    if (end >= 0 && words.seen(end) >= MORE_COMMON * words.seen(full)) {
                        ends.put(end, full);
                    }
                }
            }
        }
        return ends;
    }

    private static long conversation(LlmCall call, Outline outline) {
        return call.conversation() == null ? outline.beginning() : Hashing.of(call.conversation());
    }
}
