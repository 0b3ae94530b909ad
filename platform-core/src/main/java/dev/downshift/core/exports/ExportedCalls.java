package dev.downshift.core.exports;

import dev.downshift.core.datasets.Example;
import dev.downshift.core.datasets.Split;
import dev.downshift.core.exports.Export.Exported;
import dev.downshift.core.intake.StoredCall;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.engine.traces.CallNotes;
import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.OpenAiJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Stored calls and examples as they are exported. */
final class ExportedCalls {

    private ExportedCalls() {}

    /** A call as it was read: tokens that were estimated are estimated again by whoever reads it. */
    static Exported of(StoredCall stored, @Nullable TaskId task) {
        LlmCall call = stored.call();
        LlmCall asRead = !stored.tokensEstimated() ? call : new LlmCall(call.position(), call.providerCallId(), call.conversation(), call.occurredAt(), call.model(),
                call.messages(), call.tools(), call.parameters(), call.response(), call.finishReason(), null, call.latency(), call.error(), call.metadata());
        return new Exported(asRead, new CallNotes(stored.id().toString(), stored.cost(), stored.weight(), task == null ? null : task.toString(), null, stored.routed()));
    }

    /** An example as the call that its prompt makes and its reference answers. */
    static Exported of(Example example, TaskId task, Split split) {
        ObjectNode request = example.parameters().deepCopy();
        request.put("model", example.model());
        ArrayNode messages = request.putArray("messages");
        example.messages().forEach(message -> messages.add(withContent(message)));
        if (!example.tools().isEmpty()) {
            request.putArray("tools").addAll(example.tools());
        }
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.putArray("choices").addObject().set("message", example.answer());
        return new Exported(OpenAiJson.call(request, response), new CallNotes(example.call().toString(), null, null, task.toString(), split.name(), null));
    }

    /** Only an assistant's message may be without content in OpenAI's form. */
    private static JsonNode withContent(JsonNode message) {
        return message.hasNonNull("content") || message.path("role").asString("").equals("assistant") ? message : ((ObjectNode) message.deepCopy()).put("content", "");
    }
}
