package dev.downshift.engine.traces;

import dev.downshift.engine.traces.LlmCall.Usage;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A record of the model invocation log of Amazon Bedrock: the bodies are those of the invoked model's own API, or of Converse. */
final class BedrockInvocationReader implements RecordReader {

    private static final LogShape SHAPE = new LogShape("input.inputBodyJson", "output.outputBodyJson", List.of("timestamp"), List.of(), List.of(), List.of(),
            List.of("errorCode"));

    @Override
    public TraceFormat format() {
        return TraceFormat.BEDROCK_INVOCATIONS;
    }

    @Override
    public boolean recognises(JsonNode record) {
        return record.path("schemaType").asString("").equals("ModelInvocationLog")
                || (record.has("modelId") && (record.path("input").has("inputBodyJson") || record.path("output").has("outputBodyJson")));
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        Fields fields = Fields.of(record, "");
        String id = fields.takeIdentifier("requestId");
        String model = fields.takeModel("modelId");
        Fields input = fields.takeObject("input");
        Fields output = fields.takeObject("output");
        JsonNode asked = input == null ? null : input.take("inputBodyJson");
        JsonNode answered = output == null ? null : output.take("outputBodyJson");
        if (asked == null) {
            throw new BadRecord("\"" + SHAPE.request() + "\" is missing",
                    "Bodies over 100 KB stand in files of their own, under \"inputBodyS3Path\": put their content in place.");
        }
        Usage usage = usage(input, output);
        ObjectNode apart = Unread.node(fields.rest());
        put(apart, "input", input);
        put(apart, "output", output);
        apart.set(SHAPE.request(), asked);
        if (answered != null) {
            apart.set(SHAPE.response(), answered);
        }
        return Stream.of(LoggedCall.read(Fields.of(apart, ""), SHAPE, new LoggedCall.Notes(id, null, model, usage), place, times));
    }

    private static void put(ObjectNode apart, String name, @Nullable Fields rest) {
        if (rest != null && !rest.rest().isEmpty()) {
            apart.set(name, Unread.node(rest.rest()));
        }
    }

    private static @Nullable Usage usage(@Nullable Fields input, @Nullable Fields output) {
        Integer prompt = input == null ? null : input.takeCount("inputTokenCount");
        Integer completion = output == null ? null : output.takeCount("outputTokenCount");
        Integer cached = input == null ? null : input.takeCount("cacheReadInputTokenCount");
        Integer all = Answer.sum(prompt, cached, input == null ? null : input.takeCount("cacheWriteInputTokenCount"));
        return prompt == null && completion == null ? null : new Usage(all == null ? 0 : all, completion == null ? 0 : completion, cached == null ? 0 : cached);
    }
}
