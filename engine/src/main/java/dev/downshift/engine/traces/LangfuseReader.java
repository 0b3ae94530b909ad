package dev.downshift.engine.traces;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Traces of Langfuse with their observations, pages of observations as its API gives them, and observations by themselves as its exports
 * write them. Each generation is one call; other observations are passed over.
 */
final class LangfuseReader implements RecordReader {

    private static final Set<String> TYPES = Set.of("GENERATION", "SPAN", "EVENT", "AGENT", "TOOL", "CHAIN", "RETRIEVER", "EMBEDDING", "EVALUATOR", "GUARDRAIL");
    /** What a call has in other fields, or Langfuse computes from them. */
    private static final Set<String> SAME_AGAIN = Set.of("usage", "inputUsage", "outputUsage", "totalUsage", "promptTokens", "completionTokens", "totalTokens",
            "latency", "updatedAt", "createdAt", "toolCalls", "toolCallNames", "calculatedInputCost", "calculatedOutputCost", "calculatedTotalCost",
            "inputPrice", "outputPrice", "totalPrice", "unit", "inputCost", "outputCost", "totalCost", "internalModel", "internalModelId", "modelId",
            "usagePricingTierId", "usagePricingTierName");
    /** Attributes of the span that Langfuse received which it shows as the observation's output and usage. */
    private static final List<String> SHOWN = List.of("llm.output_messages", "llm.token_count");

    @Override
    public TraceFormat format() {
        return TraceFormat.LANGFUSE;
    }

    @Override
    public boolean recognises(JsonNode record) {
        return isObservation(record) || observations(record) != null;
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        JsonNode list = observations(record);
        JsonNode trace = record.path("trace").isObject() ? record.path("trace") : list == null || record.has("data") ? JsonNodeFactory.instance.missingNode() : record;
        List<Generation> generations = new ArrayList<>();
        if (list == null) {
            generations.add(new Generation(Fields.of(record, "")));
        } else {
            for (int index = 0; index < list.size(); index++) {
                generations.add(new Generation(Fields.of(list.get(index), "observations[" + index + "]")));
            }
        }
        SpanCalls calls = new SpanCalls(place, times);
        for (Generation generation : callsAmong(generations)) {
            calls.add(generation.span(), SpanAttributes.of(generation.attributes(trace)), generation.around(trace));
        }
        return calls.stream();
    }

    private static boolean isObservation(JsonNode record) {
        return TYPES.contains(record.path("type").asString("")) && record.path("traceId").isString() && record.has("startTime");
    }

    private static @Nullable JsonNode observations(JsonNode record) {
        JsonNode list = record.path("observations").isArray() ? record.path("observations") : record.path("data");
        return list.isArray() && !list.isEmpty() && list.valueStream().allMatch(LangfuseReader::isObservation) ? list : null;
    }

    /** Two instrumentations at once record a call inside itself: the innermost that has messages counts. */
    private static List<Generation> callsAmong(List<Generation> observations) {
        Map<String, Generation> byId = new HashMap<>();
        observations.forEach(observation -> byId.put(observation.id(), observation));
        List<Generation> generations = observations.stream().filter(Generation::isGeneration).toList();
        Map<Generation, Boolean> passedOver = new HashMap<>();
        for (Generation inner : generations) {
            Generation outer = outer(inner, byId);
            if (outer != null) {
                passedOver.put(inner.hasMessages() || !outer.hasMessages() ? outer : inner, true);
            }
        }
        return generations.stream().filter(generation -> !passedOver.containsKey(generation)).toList();
    }

    private static @Nullable Generation outer(Generation inner, Map<String, Generation> byId) {
        Generation outer = byId.get(inner.parent());
        for (int depth = 0; outer != null && !outer.isGeneration() && depth < byId.size(); depth++) {
            outer = byId.get(outer.parent());
        }
        return outer == inner ? null : outer;
    }

    /** An observation, written as a span. */
    private static final class Generation {

        private final Fields fields;
        private final JsonNode metadata;
        private final ObjectNode recorded;

        Generation(Fields fields) {
            this.fields = fields;
            JsonNode written = fields.peek("metadata");
            metadata = written == null ? JsonNodeFactory.instance.objectNode() : SpanAttributes.opened(written, fields.pathOf("metadata"));
            recorded = metadata.path("attributes") instanceof ObjectNode attributes ? attributes : JsonNodeFactory.instance.objectNode();
        }

        boolean isGeneration() {
            return text("type").equals("GENERATION");
        }

        String id() {
            return text("id");
        }

        String parent() {
            return text("parentObservationId");
        }

        boolean hasMessages() {
            JsonNode written = fields.peek("input");
            JsonNode input = written != null && written.isString() ? SpanAttributes.openedOrText(written.stringValue()) : written;
            return SpanAttributes.of(recorded).hasPrompt() || (input != null && (input.isArray() || isListOfMessages(input.path("messages")) || isListOfMessages(input.path("contents"))));
        }

        private static boolean isListOfMessages(JsonNode list) {
            return list.isArray() && !list.isEmpty() && list.valueStream().allMatch(JsonNode::isObject);
        }

        private String text(String name) {
            JsonNode value = fields.peek(name);
            return value == null ? "" : value.asString("");
        }

        ObjectNode span() {
            ObjectNode span = JsonNodeFactory.instance.objectNode();
            rename("traceId", span, "traceId");
            rename("id", span, "spanId");
            rename("parentObservationId", span, "parentSpanId");
            rename("name", span, "name");
            rename("startTime", span, "startTimeUnixNano");
            rename("endTime", span, "endTimeUnixNano");
            ObjectNode status = span.putObject("status");
            if ("ERROR".equals(fields.takeText("level"))) {
                status.put("code", "ERROR");
                rename("statusMessage", status, "message");
            }
            return span;
        }

        private void rename(String name, ObjectNode target, String as) {
            JsonNode value = fields.take(name);
            if (value != null) {
                target.set(as, value);
            }
        }

        ObjectNode attributes(JsonNode trace) {
            ObjectNode attributes = recorded.deepCopy();
            JsonNode input = fields.take("input");
            if (!SpanAttributes.of(recorded).hasPrompt()) {
                SpanBodies.request(input, attributes);
            }
            JsonNode output = fields.take("output");
            if (output != null) {
                SpanBodies.answer(output, attributes);
                attributes.propertyNames().stream().filter(name -> SHOWN.stream().anyMatch(name::startsWith)).toList().forEach(attributes::remove);
            }
            rename("providedModelName", attributes, "gen_ai.request.model");
            rename("model", attributes, "gen_ai.request.model");
            JsonNode parameters = fields.take("modelParameters");
            JsonNode opened = parameters == null ? metadata.path("none") : SpanAttributes.opened(parameters, fields.pathOf("modelParameters"));
            if (opened instanceof ObjectNode settings && !attributes.has("llm.invocation_parameters")) {
                ObjectNode own = settings.deepCopy();
                JsonNode provider = own.remove("system");
                if (provider != null && !provider.isNull()) {
                    attributes.putIfAbsent("gen_ai.system", provider);
                }
                SpanBodies.settings(own, attributes);
            }
            if (metadata.path("tools").isArray()) {
                attributes.putIfAbsent("gen_ai.tool.definitions", metadata.path("tools"));
            }
            JsonNode details = fields.take("usageDetails");
            JsonNode counted = details == null ? fields.take("usage") : SpanAttributes.opened(details, fields.pathOf("usageDetails"));
            if (counted != null) {
                LangfuseSpan.usage(counted, attributes);
            }
            JsonNode own = fields.take("sessionId");
            for (JsonNode session : List.of(trace.path("sessionId"), own == null ? metadata.path("none") : own, metadata.path("langfuse_session_id"))) {
                if (session.isString() && !session.stringValue().isEmpty()) {
                    attributes.putIfAbsent("session.id", session);
                }
            }
            return attributes;
        }

        Map<String, JsonNode> around(JsonNode trace) {
            Map<String, JsonNode> around = new LinkedHashMap<>();
            for (String name : List.of("userId", "tags", "name")) {
                around.put(name.equals("name") ? "trace_name" : name, trace.path(name));
            }
            fields.take("type");
            fields.take("metadata");
            metadata.properties().stream().filter(field -> !Set.of("attributes", "tools").contains(field.getKey()))
                    .forEach(field -> around.put(field.getKey(), field.getValue()));
            fields.rest().entrySet().stream().filter(field -> !SAME_AGAIN.contains(field.getKey())).forEach(field -> around.put(field.getKey(), field.getValue()));
            return around;
        }
    }
}
