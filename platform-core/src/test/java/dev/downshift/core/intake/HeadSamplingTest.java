package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.LlmCall.Position;
import dev.downshift.engine.traces.LlmCall.Usage;
import dev.downshift.engine.traces.Message;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class HeadSamplingTest {

    private static final int ONE_IN = 10;
    private static final int CONVERSATIONS = 5_000;
    private static final int KEYS = 100;

    /**
     * The estimate of a total from one conversation in ten has the standard error sqrt(9 * sum of squares of the conversations' totals). Of one key it
     * lies within four of them, and the mean over a hundred keys within four hundredths' roots: so the weights are right to 3 percent.
     */
    @Test
    void weightedSumsOfCallsTokensAndCostAreUnbiased() {
        List<List<LlmCall>> conversations = conversations();
        List<int[]> weights = IntStream.range(0, KEYS).mapToObj(key -> weights(sampling(key, ONE_IN, false), conversations)).toList();
        for (ToDoubleFunction<LlmCall> figure : List.<ToDoubleFunction<LlmCall>>of(call -> 1, call -> usage(call).promptTokens(),
                call -> usage(call).promptTokens() * 2.5e-6 + usage(call).completionTokens() * 1e-5)) {
            double truth = 0;
            double squares = 0;
            for (List<LlmCall> conversation : conversations) {
                double sum = conversation.stream().mapToDouble(figure).sum();
                truth += sum;
                squares += sum * sum;
            }
            double error = Math.sqrt((ONE_IN - 1) * squares);
            double mean = 0;
            for (int[] ofKey : weights) {
                double estimate = estimate(ofKey, conversations, figure);
                assertThat(estimate).isBetween(truth - 4 * error, truth + 4 * error);
                mean += estimate / KEYS;
            }
            double bound = 4 * error / Math.sqrt(KEYS);
            assertThat(bound / truth).as("what the bound says").isLessThan(0.03);
            assertThat(mean).isBetween(truth - bound, truth + bound);
        }
    }

    @Test
    void aConversationIsKeptWholeOrNotAtAll() {
        HeadSampling sampling = sampling(1, ONE_IN, false);
        int kept = 0;
        for (List<LlmCall> conversation : conversations()) {
            List<Integer> weights = conversation.stream().map(call -> sampling.weight(call, conversation.getFirst())).distinct().toList();
            assertThat(weights).hasSize(1).isSubsetOf(0, ONE_IN);
            kept += weights.getFirst() == 0 ? 0 : 1;
        }
        assertThat(kept).isBetween(420, 580);
    }

    /** Wherever a conversation stands in a file, under its name or as a bare list of messages, and however far it has come by then. */
    @Property(tries = 300)
    void twoFilesWithTheSameConversationDecideAlike(@ForAll @StringLength(max = 40) String name, @ForAll @StringLength(max = 60) String question,
            @ForAll @IntRange(min = 0, max = 1_000_000) int here, @ForAll @IntRange(min = 0, max = 1_000_000) int there, @ForAll @IntRange(min = 2, max = 50) int oneIn) {
        HeadSampling first = sampling(7, oneIn, false);
        HeadSampling second = sampling(7, oneIn, true);
        for (String conversation : new @Nullable String[] {"run " + name, null}) {
            LlmCall early = call(here, conversation, question, "yes", 1);
            LlmCall late = call(there, conversation, question, "no", 3);
            assertThat(first.weight(early, early)).isEqualTo(second.weight(late, late));
        }
        LlmCall bareHere = call(here, Position.conversation(here), question, "yes", 1);
        LlmCall bareThere = call(there, Position.conversation(there), question, "yes", 1);
        LlmCall laterThere = call(there, Position.conversation(there), question, "later", 5);
        assertThat(first.weight(bareHere, bareHere)).isEqualTo(second.weight(bareThere, bareThere)).isEqualTo(second.weight(laterThere, bareThere));
    }

    @Test
    void whoIsKeptAtARarerRateIsKeptAtACommonerOne() {
        HeadSampling rare = sampling(3, 100, false);
        HeadSampling common = sampling(3, 10, false);
        long both = conversations().stream().map(List::getFirst).filter(call -> rare.weight(call, call) > 0)
                .peek(call -> assertThat(common.weight(call, call)).isEqualTo(10)).count();
        assertThat(both).isPositive();
    }

    @Test
    void callsThatARouteConcernedAreAllKeptAndOnlyTheGatewaysWordIsTakenForIt() {
        HeadSampling gateway = sampling(1, 1_000, true);
        HeadSampling other = sampling(1, 1_000, false);
        int others = 0;
        for (int run = 0; run < 50; run++) {
            LlmCall routed = routed("run " + run, JsonNodeFactory.instance.objectNode().put("task", UUID.randomUUID().toString()));
            assertThat(gateway.weight(routed, routed)).isOne();
            others += other.weight(routed, routed) == 0 ? 0 : 1;
            LlmCall unrouted = routed("run " + run, JsonNodeFactory.instance.objectNode().putNull("task"));
            assertThat(gateway.weight(unrouted, unrouted)).isEqualTo(other.weight(routed, routed));
        }
        assertThat(others).isLessThan(5);
        LlmCall plain = call(0, null, "question", "yes", 1);
        assertThat(sampling(1, 1, false).weight(plain, plain)).isOne();
    }

    private static int[] weights(HeadSampling sampling, List<List<LlmCall>> conversations) {
        return conversations.stream().mapToInt(conversation -> sampling.weight(conversation.getFirst(), conversation.getFirst())).toArray();
    }

    private static double estimate(int[] weights, List<List<LlmCall>> conversations, ToDoubleFunction<LlmCall> figure) {
        double estimate = 0;
        for (int run = 0; run < weights.length; run++) {
            estimate += weights[run] == 0 ? 0 : weights[run] * conversations.get(run).stream().mapToDouble(figure).sum();
        }
        return estimate;
    }

    /** From one call to thirty a conversation, of very different sizes; the same each time. */
    private static List<List<LlmCall>> conversations() {
        SplittableRandom random = new SplittableRandom(42);
        List<List<LlmCall>> conversations = new ArrayList<>();
        for (int run = 0; run < CONVERSATIONS; run++) {
            List<LlmCall> calls = new ArrayList<>();
            int length = 1 + random.nextInt(30) * random.nextInt(2);
            for (int turn = 0; turn < length; turn++) {
                calls.add(new LlmCall(new Position(run, turn, 1, 0), null, "run-" + run, null, "gpt-4o", List.of(Message.of(Message.Role.USER, "question")), List.of(),
                        Map.of(), Message.of(Message.Role.ASSISTANT, "yes"), null, new Usage(50 + random.nextInt(3_000), random.nextInt(800), 0), null, null, Map.of()));
            }
            conversations.add(calls);
        }
        return conversations;
    }

    private static Usage usage(LlmCall call) {
        return java.util.Objects.requireNonNull(call.usage());
    }

    private static LlmCall call(long record, @Nullable String conversation, String question, String answer, int turns) {
        List<Message> messages = new ArrayList<>();
        messages.add(Message.of(Message.Role.SYSTEM, "Sort the ticket."));
        for (int turn = 0; turn < turns; turn++) {
            messages.add(Message.of(Message.Role.USER, question + (turn == 0 ? "" : turn)));
        }
        return new LlmCall(new Position(record, 0, 1, 0), null, conversation, null, null, messages, List.of(), Map.of(), Message.of(Message.Role.ASSISTANT, answer), null, null,
                null, null, Map.of());
    }

    private static LlmCall routed(String conversation, JsonNode note) {
        return new LlmCall(new Position(0, 0, 1, 0), null, conversation, null, null, List.of(Message.of(Message.Role.USER, "question")), List.of(), Map.of(),
                Message.of(Message.Role.ASSISTANT, "yes"), null, null, null, null, Map.of("downshift", note));
    }

    private static HeadSampling sampling(int key, int oneIn, boolean fromGateway) {
        return new HeadSampling(new ContentIds(new NumberedKeys(key), new OrganizationId(new UUID(0, key))), oneIn, fromGateway);
    }

    private record NumberedKeys(int number) implements OrganizationKeys {
        @Override
        public byte[] derive(OrganizationId organization, String purpose, int bytes) {
            return ByteBuffer.allocate(bytes).putInt(number).array();
        }

        @Override
        public byte[] encrypt(OrganizationId organization, byte[] plain, byte[] associated) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] decrypt(OrganizationId organization, byte[] encrypted, byte[] associated) {
            throw new UnsupportedOperationException();
        }

        @Override
        public OutputStream encrypting(OrganizationId organization, OutputStream target, byte[] associated) {
            throw new UnsupportedOperationException();
        }

        @Override
        public InputStream decrypting(OrganizationId organization, InputStream source, byte[] associated) {
            throw new UnsupportedOperationException();
        }
    }
}
