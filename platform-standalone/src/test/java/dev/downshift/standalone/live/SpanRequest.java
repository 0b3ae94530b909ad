package dev.downshift.standalone.live;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A request of an exporter with spans of about 4 KB, of calls with a system prompt of their call site, a question and an answer. It is made
 * once; each time it is sent the ids, the times and the numbers in the texts are others, so that making it takes the sender little.
 */
final class SpanRequest {

    private static final String TRACE = "\u0001TRACE-ID-16-BYT";
    private static final String SPAN = "\u0001SPAN-ID";
    private static final String CALL = "RESPONSE-ID-OF-24-LETTER";
    private static final String ORDER = "ORDER-NUMBER";
    private static final String WORD = "Customer wrote again about the parcel that did not come and asks when it will be there, or else for the money back. ";

    private final byte[] body;
    private final List<Integer> traces;
    private final List<Integer> spans;
    private final List<Integer> calls;
    private final List<Integer> orders;
    private final SplittableRandom random;

    SpanRequest(int size, long seed) {
        random = new SplittableRandom(seed);
        body = template(size, random).toByteArray();
        traces = places(TRACE);
        spans = places(SPAN);
        calls = places(CALL);
        orders = places(ORDER);
    }

    /** The body with other ids, and the ids of its responses. */
    @SuppressWarnings("ArrayRecordComponent")
    record Sent(byte[] body, List<String> responses) {}

    Sent next() {
        byte[] next = body.clone();
        List<String> responses = new ArrayList<>(calls.size());
        traces.forEach(place -> write(next, place, random.nextLong() | 1, random.nextLong()));
        spans.forEach(place -> write(next, place, random.nextLong() | 1));
        for (int place : calls) {
            String id = HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextInt());
            System.arraycopy(id.getBytes(StandardCharsets.US_ASCII), 0, next, place, id.length());
            responses.add("chatcmpl-" + id);
        }
        orders.forEach(place -> System.arraycopy(String.format(Locale.ROOT, "%012d", random.nextLong(1_000_000_000_000L)).getBytes(StandardCharsets.US_ASCII), 0, next, place, 12));
        return new Sent(next, responses);
    }

    private static void write(byte[] target, int place, long... values) {
        for (int value = 0; value < values.length; value++) {
            for (int index = 0; index < 8; index++) {
                target[place + value * 8 + index] = (byte) (values[value] >>> (8 * index));
            }
        }
    }

    private List<Integer> places(String marker) {
        byte[] wanted = marker.getBytes(StandardCharsets.US_ASCII);
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place <= body.length - wanted.length; place++) {
            int index = 0;
            while (index < wanted.length && body[place + index] == wanted[index]) {
                index++;
            }
            if (index == wanted.length) {
                places.add(place);
            }
        }
        return places;
    }

    private static ExportTraceServiceRequest template(int size, SplittableRandom random) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        scope.getScopeBuilder().setName("opentelemetry.instrumentation.openai.v1");
        for (int number = 0; number < size; number++) {
            scope.addSpans(span(random));
        }
        return ExportTraceServiceRequest.newBuilder().addResourceSpans(ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder().addAttributes(text("service.name", "shop"))).addScopeSpans(scope)).build();
    }

    private static Span span(SplittableRandom random) {
        int site = random.nextInt(6);
        String system = ("You are step " + site + " of a shop's support agent. Answer briefly, by the rules of the shop, and never promise what they do not allow. ").repeat(14);
        String question = "Order " + ORDER + ": " + WORD.repeat(6) + "The number of the parcel is " + ORDER + ".";
        String answer = "The parcel of order " + ORDER + " is on its way. " + WORD.repeat(3);
        long now = System.currentTimeMillis() * 1_000_000;
        return Span.newBuilder().setTraceId(ByteString.copyFromUtf8(TRACE)).setSpanId(ByteString.copyFromUtf8(SPAN)).setName("chat gpt-4o")
                .setStartTimeUnixNano(now - 800_000_000L).setEndTimeUnixNano(now)
                .addAttributes(text("gen_ai.operation.name", "chat"))
                .addAttributes(text("gen_ai.request.model", "gpt-4o"))
                .addAttributes(text("gen_ai.response.model", "gpt-4o-2024-08-06"))
                .addAttributes(text("gen_ai.response.id", "chatcmpl-" + CALL))
                .addAttributes(text("gen_ai.input.messages", "[{\"role\":\"system\",\"parts\":[{\"type\":\"text\",\"content\":\"" + system
                        + "\"}]},{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"" + question + "\"}]}]"))
                .addAttributes(text("gen_ai.output.messages", "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"" + answer + "\"}],\"finish_reason\":\"stop\"}]"))
                .addAttributes(number("gen_ai.usage.input_tokens", 620)).addAttributes(number("gen_ai.usage.output_tokens", 90))
                .build();
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder().setKey(key).setValue(AnyValue.newBuilder().setStringValue(value)).build();
    }

    private static KeyValue number(String key, long value) {
        return KeyValue.newBuilder().setKey(key).setValue(AnyValue.newBuilder().setIntValue(value)).build();
    }
}
