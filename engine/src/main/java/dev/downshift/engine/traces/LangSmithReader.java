package dev.downshift.engine.traces;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Runs of LangSmith, as its API and its exports give them. Each run of a model is one call; runs of chains and tools are passed over. */
final class LangSmithReader implements RecordReader {

    @Override
    public TraceFormat format() {
        return TraceFormat.LANGSMITH;
    }

    @Override
    public boolean recognises(JsonNode record) {
        return record.path("run_type").isString() && record.has("inputs");
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        SpanCalls calls = new SpanCalls(place, times);
        if (record.path("run_type").stringValue().equals("llm")) {
            Fields run = Fields.of(record, "");
            run.take("run_type");
            ObjectNode span = span(run);
            SpanAttributes attributes = SpanAttributes.of(attributes(run));
            calls.add(span, attributes, run.rest());
        }
        return calls.stream();
    }

    private static ObjectNode span(Fields run) {
        ObjectNode span = JsonNodeFactory.instance.objectNode();
        Map.of("trace_id", "traceId", "id", "spanId", "parent_run_id", "parentSpanId", "name", "name", "start_time", "startTimeUnixNano", "end_time", "endTimeUnixNano")
                .forEach((name, as) -> {
                    JsonNode value = run.take(name);
                    if (value != null) {
                        span.set(as, value);
                    }
                });
        JsonNode error = run.take("error");
        if (error != null) {
            span.putObject("status").put("code", "ERROR").put("message", error.isString() ? error.stringValue() : CanonicalJson.text(error));
        }
        return span;
    }

    private static ObjectNode attributes(Fields run) {
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        SpanBodies.request(run.take("inputs"), attributes);
        SpanBodies.answer(run.take("outputs"), attributes);
        Fields extra = run.takeObject("extra");
        if (extra != null) {
            JsonNode invocation = extra.take("invocation_params");
            if (invocation != null && invocation.isObject()) {
                SpanBodies.settings(invocation, attributes);
            }
            JsonNode metadata = extra.peek("metadata");
            if (metadata != null) {
                for (String name : List.of("session_id", "conversation_id", "thread_id")) {
                    if (metadata.path(name).isString()) {
                        attributes.set("session.id", metadata.path(name));
                    }
                }
                if (metadata.path("ls_model_name").isString()) {
                    attributes.putIfAbsent("gen_ai.request.model", metadata.path("ls_model_name"));
                }
            }
            extra.rest().forEach(attributes::set);
        }
        Map.of("prompt_tokens", "gen_ai.usage.input_tokens", "completion_tokens", "gen_ai.usage.output_tokens").forEach((name, as) -> {
            JsonNode count = run.take(name);
            if (count != null) {
                attributes.putIfAbsent(as, count);
            }
        });
        run.take("total_tokens");
        return attributes;
    }
}
