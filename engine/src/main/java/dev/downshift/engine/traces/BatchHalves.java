package dev.downshift.engine.traces;

import com.github.luben.zstd.Zstd;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lines of a batch's input and output that wait for each other, within one upload. A provider keeps the two in separate files, in
 * different orders, under names that the next batch uses again: so they are joined where they came together, and nowhere else.
 * What waits is held compressed, up to a limit.
 */
final class BatchHalves {

    /** As much as a batch of the largest size that providers take needs, several times over. */
    static final long MOST_HELD = 64L << 20;

    private static final int FASTEST = 1;
    private static final String REMEDY = "Upload the batch's input and output together, in one archive (tar czf batch.tgz input.jsonl output.jsonl) "
            + "or one after the other in one file: their lines are joined by custom_id.";

    private final JsonMapper json = JsonMapper.shared();
    private final Map<String, Half> waiting = new LinkedHashMap<>();
    private final long most;
    private long held;

    BatchHalves() {
        this(MOST_HELD);
    }

    BatchHalves(long most) {
        this.most = most;
    }

    /** Which half of a call a line holds. */
    enum Side { INPUT, OUTPUT }

    /** A line by itself, and where it stood; without its bytes once another line claimed the same name. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Half(Side side, byte @Nullable [] compressed, int length, @Nullable String file, long line, long offset) {}

    /** A line that was rejected: it was found to be one of several of the same name, or its other half never came. */
    record Unjoined(BadRecord reason, @Nullable String file, long line, long offset) {}

    /**
     * Joins a line to the one that waits for it.
     *
     * @return the whole record, or null where this line waits from now on
     * @throws BadRecord where it cannot be told to which line it belongs, or too much waits already
     */
    @Nullable JsonNode join(JsonNode line, Side side, @Nullable String file, RecordReader.Place place) {
        String name = line.path("custom_id").asString();
        Half other = waiting.get(name);
        if (other == null) {
            hold(name, line, side, file, place);
            return null;
        }
        byte[] compressed = other.compressed();
        if (compressed == null || other.side() == side) {
            waiting.put(name, new Half(side, null, 0, other.file(), other.line(), other.offset()));
            held -= compressed == null ? 0 : compressed.length;
            throw ambiguous();
        }
        waiting.remove(name);
        held -= compressed.length;
        JsonNode first = json.readTree(Zstd.decompress(compressed, other.length()));
        return side == Side.OUTPUT ? merged(first, line) : merged(line, first);
    }

    /** What never found its other half, in the order of the upload. Nothing waits afterwards. */
    List<Unjoined> unjoined() {
        List<Unjoined> left = new ArrayList<>(waiting.size());
        waiting.values().forEach(half -> left.add(new Unjoined(half.compressed() == null ? ambiguous() : alone(half.side()), half.file(), half.line(), half.offset())));
        waiting.clear();
        held = 0;
        return left;
    }

    private void hold(String name, JsonNode line, Side side, @Nullable String file, RecordReader.Place place) {
        byte[] text = json.writeValueAsString(line).getBytes(StandardCharsets.UTF_8);
        byte[] compressed = Zstd.compress(text, FASTEST);
        if (held + compressed.length > most) {
            throw new BadRecord("Too many lines of the batch wait for their other half", "Put the shorter of its two files first, or split the batch.");
        }
        held += compressed.length;
        waiting.put(name, new Half(side, compressed, text.length, file, place.line(), place.offset()));
    }

    private static ObjectNode merged(JsonNode input, JsonNode output) {
        ObjectNode whole = ((ObjectNode) input).deepCopy();
        output.properties().forEach(field -> whole.set(field.getKey(), field.getValue()));
        return whole;
    }

    private static BadRecord ambiguous() {
        return new BadRecord("Several lines of batches have this custom_id",
                "Upload each batch in an archive of its own, or name its files so that its output follows its input.");
    }

    private static BadRecord alone(Side side) {
        return new BadRecord(side == Side.INPUT ? "A line of a batch's input has no answer" : "A line of a batch's output has no prompt", REMEDY);
    }
}
