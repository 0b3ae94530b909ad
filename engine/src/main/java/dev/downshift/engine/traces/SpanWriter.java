package dev.downshift.engine.traces;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes calls as spans by OpenTelemetry's semantic conventions for generative AI, each as an OTLP request of its own in JSON, one a line: the
 * form of the collector's file exporter. A call that was read from a span keeps the ids of that span.
 */
final class SpanWriter implements CallWriter {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");
    private static final Set<String> FRACTIONS = Set.of("temperature", "top_p", "frequency_penalty", "presence_penalty");
    private static final BigDecimal LARGEST_WHOLE = new BigDecimal("1e18");
    private static final int CLIENT = 3;
    private static final int ERROR = 2;

    private final OutputStream out;
    private long written;

    SpanWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(LlmCall call, CallNotes notes) throws IOException {
        Attributes attributes = attributes(call);
        ObjectNode span = span(call, attributes);
        span.set("attributes", attributes.list);
        ObjectNode request = request(call, span);
        ObjectNode remainder = Remainder.always(call, notes, () -> new SpanReader().read(request, Remainder.NOWHERE, Remainder.ANY_TIME).findFirst().orElse(null));
        attributes.text(Remainder.ATTRIBUTE, CanonicalJson.text(remainder));
        out.write(CanonicalJson.text(request).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
        written++;
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }

    private static ObjectNode request(LlmCall call, ObjectNode span) {
        ObjectNode request = NODES.objectNode();
        ObjectNode resource = request.putArray("resourceSpans").addObject();
        JsonNode service = call.metadata().get("service");
        if (service != null && service.isString()) {
            Attributes attributes = new Attributes();
            attributes.text("service.name", service.stringValue());
            resource.putObject("resource").set("attributes", attributes.list);
        }
        ObjectNode scope = resource.putArray("scopeSpans").addObject();
        JsonNode instrumentation = call.metadata().get("instrumentation");
        if (instrumentation != null && instrumentation.isString()) {
            scope.putObject("scope").set("name", instrumentation);
        }
        scope.putArray("spans").add(span);
        return request;
    }

    private ObjectNode span(LlmCall call, Attributes attributes) {
        ObjectNode span = NODES.objectNode();
        String trace = id(call, "trace_id", TRACE_ID);
        String own = id(call, "span_id", SPAN_ID);
        String parent = id(call, "parent_span_id", SPAN_ID);
        span.put("traceId", trace != null ? trace : derived(call.conversation() == null ? "call " + written : "conversation " + call.conversation(), 32));
        span.put("spanId", trace != null && own != null ? own : derived("call " + written + " " + CanonicalJson.text(attributes.list), 16));
        if (parent != null) {
            span.put("parentSpanId", parent);
        }
        JsonNode name = call.metadata().get("span_name");
        span.put("name", name != null && name.isString() ? name.stringValue() : call.model() == null ? "chat" : "chat " + call.model());
        span.put("kind", CLIENT);
        Instant at = call.occurredAt();
        if (at != null) {
            span.put("startTimeUnixNano", nanoseconds(at));
            span.put("endTimeUnixNano", nanoseconds(call.latency() == null ? at : at.plus(call.latency())));
        }
        if (call.error() != null) {
            span.putObject("status").put("code", ERROR).put("message", call.error().message());
        }
        return span;
    }

    private static @Nullable String id(LlmCall call, String name, Pattern pattern) {
        JsonNode id = call.metadata().get(name);
        return id != null && id.isString() && pattern.matcher(id.stringValue()).matches() ? id.stringValue() : null;
    }

    /** An id that is the same in every export of the same calls. */
    private static String derived(String from, int length) {
        return Digests.sha256(from.getBytes(StandardCharsets.UTF_8)).substring(0, length);
    }

    private static String nanoseconds(Instant at) {
        return BigDecimal.valueOf(at.getEpochSecond()).movePointRight(9).add(BigDecimal.valueOf(at.getNano())).toPlainString();
    }

    private static Attributes attributes(LlmCall call) {
        Attributes attributes = new Attributes();
        JsonNode provider = call.metadata().get("gen_ai.provider.name");
        JsonNode requested = call.metadata().get("requested_model");
        attributes.text("gen_ai.operation.name", "chat");
        attributes.text("gen_ai.provider.name", provider != null && provider.isString() ? provider.stringValue() : "unknown");
        attributes.text("gen_ai.conversation.id", call.conversation());
        attributes.text("gen_ai.request.model", requested != null && requested.isString() ? requested.stringValue() : call.model());
        new TreeMap<>(call.parameters()).forEach((name, value) -> {
            if (FRACTIONS.contains(name) && value.isNumber()) {
                attributes.fraction(parameter(name), value);
            } else {
                attributes.add(parameter(name), value);
            }
        });
        if (!call.tools().isEmpty()) {
            attributes.text("gen_ai.tool.definitions", CanonicalJson.text(SpanParts.tools(call.tools())));
        }
        attributes.text("gen_ai.input.messages", CanonicalJson.text(SpanParts.messages(call.messages())));
        if (call.response() != null) {
            attributes.text("gen_ai.response.id", call.providerCallId());
            attributes.text("gen_ai.response.model", call.model());
            attributes.text("gen_ai.output.messages", CanonicalJson.text(SpanParts.answer(call.response(), call.finishReason())));
        }
        if (call.finishReason() != null) {
            attributes.add("gen_ai.response.finish_reasons", NODES.arrayNode().add(call.finishReason()));
        }
        LlmCall.Usage usage = call.usage();
        if (usage != null) {
            attributes.add("gen_ai.usage.input_tokens", NODES.numberNode(usage.promptTokens()));
            attributes.add("gen_ai.usage.output_tokens", NODES.numberNode(usage.completionTokens()));
            attributes.add("gen_ai.usage.cache_read.input_tokens", NODES.numberNode(usage.cachedTokens()));
        }
        if (call.error() != null) {
            attributes.text("error.type", call.error().code() != null ? call.error().code() : call.error().status() == null ? "_OTHER" : call.error().status().toString());
        }
        return attributes;
    }

    /** The convention's name of a parameter of OpenAI's; those it does not name keep their own. */
    private static String parameter(String name) {
        return "gen_ai.request." + switch (name) {
            case "stop" -> "stop_sequences";
            case "n" -> "choice.count";
            case "max_completion_tokens" -> "max_tokens";
            case "model" -> "parameter.model";
            default -> name;
        };
    }

    /** OTLP's list of keys and values. */
    private static final class Attributes {
        private final ArrayNode list = NODES.arrayNode();

        void text(String name, @Nullable String value) {
            if (value != null) {
                add(name, NODES.stringNode(value));
            }
        }

        void add(String name, JsonNode value) {
            list.addObject().put("key", name).set("value", any(value));
        }

        /** The parameters that the conventions have as numbers with fractions. */
        void fraction(String name, JsonNode value) {
            ObjectNode any = NODES.objectNode();
            any.set("doubleValue", value);
            list.addObject().put("key", name).set("value", any);
        }

        /** Whole numbers of up to 18 digits as such, others as fractions. */
        private static void number(ObjectNode any, BigDecimal number) {
            if (number.stripTrailingZeros().scale() <= 0 && number.abs().compareTo(LARGEST_WHOLE) < 0) {
                any.put("intValue", number.toBigInteger().toString());
            } else {
                any.put("doubleValue", number);
            }
        }

        private static ObjectNode any(JsonNode value) {
            ObjectNode any = NODES.objectNode();
            if (value.isString()) {
                any.set("stringValue", value);
            } else if (value.isBoolean()) {
                any.set("boolValue", value);
            } else if (value.isNumber()) {
                number(any, value.decimalValue());
            } else if (value.isArray()) {
                ArrayNode values = any.putObject("arrayValue").putArray("values");
                value.forEach(element -> values.add(any(element)));
            } else if (value.isObject()) {
                Attributes inner = new Attributes();
                Map<String, JsonNode> sorted = new TreeMap<>();
                value.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
                sorted.forEach(inner::add);
                any.putObject("kvlistValue").set("values", inner.list);
            }
            return any;
        }
    }
}
