package dev.downshift.engine.privacy;

import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Redacts messages and calls field by field; ids, roles, tool names and the model stay. */
final class CallRedaction {

    private final Scans scans;
    private final TreeRedaction trees;

    CallRedaction(Scans scans, TreeRedaction trees) {
        this.scans = scans;
        this.trees = trees;
    }

    Redacted<LlmCall> call(LlmCall call) {
        List<Finding> findings = new ArrayList<>();
        Set<String> kept = Enumerations.of(call.tools());
        List<Message> messages = new ArrayList<>(call.messages().size());
        for (Message message : call.messages()) {
            messages.add(collect(message(message, kept), "/messages/" + messages.size(), findings));
        }
        List<JsonNode> tools = new ArrayList<>(call.tools().size());
        for (JsonNode tool : call.tools()) {
            tools.add(add(trees.redact(tool, "/tools/" + tools.size(), "tools", true, kept), findings));
        }
        Message response = call.response() == null ? null : collect(message(call.response(), kept), "/response", findings);
        LlmCall.CallError error = call.error() == null ? null : error(call.error(), findings);
        String conversation = text(call.conversation(), "", "/conversation", Set.of(), findings);
        LlmCall redacted = new LlmCall(call.position(), call.providerCallId(), conversation, call.occurredAt(), call.model(), messages, tools,
                nodes(call.parameters(), "/parameters", kept, findings), response, call.finishReason(), call.usage(), call.latency(), error,
                nodes(call.metadata(), "/metadata", Set.of(), findings));
        return new Redacted<>(redacted, findings);
    }

    Redacted<Message> message(Message message, Set<String> kept) {
        List<Finding> findings = new ArrayList<>();
        boolean result = message.role() == Message.Role.TOOL;
        String tool = result && message.name() != null ? message.name() : "";
        String name = result ? message.name() : text(message.name(), "name", "/name", kept, findings);
        String content = message.content() == null ? null : text(message.content(), "", "/content", tool, kept, findings);
        List<Message.ToolCall> toolCalls = new ArrayList<>(message.toolCalls().size());
        for (Message.ToolCall call : message.toolCalls()) {
            String arguments = text(call.arguments(), "", "/tool_calls/" + toolCalls.size() + "/function/arguments", call.name(), kept, findings);
            toolCalls.add(new Message.ToolCall(call.id(), call.name(), arguments));
        }
        List<Message.Attachment> attachments = new ArrayList<>(message.attachments().size());
        for (Message.Attachment attachment : message.attachments()) {
            String reference = text(attachment.reference(), "", "/attachments/" + attachments.size() + "/reference", "", Set.of(), findings);
            attachments.add(new Message.Attachment(attachment.kind(), reference));
        }
        return new Redacted<>(new Message(message.role(), name, content, toolCalls, message.toolCallId(), attachments), findings);
    }

    private LlmCall.CallError error(LlmCall.CallError error, List<Finding> findings) {
        return new LlmCall.CallError(error.status(), error.code(), text(error.message(), "", "/error/message", "", Set.of(), findings));
    }

    private Map<String, JsonNode> nodes(Map<String, JsonNode> nodes, String pointer, Set<String> kept, List<Finding> findings) {
        Map<String, JsonNode> redacted = new LinkedHashMap<>();
        nodes.forEach((name, node) -> {
            String at = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
            redacted.put(name, add(trees.redact(node, at, name, name.equals("response_format"), kept), findings));
        });
        return redacted;
    }

    private @Nullable String text(@Nullable String text, String key, String pointer, Set<String> kept, List<Finding> findings) {
        return text == null ? null : text(text, key, pointer, "", kept, findings);
    }

    private String text(String text, String key, String pointer, String tool, Set<String> kept, List<Finding> findings) {
        return add(Redactor.apply(text, scans.at(pointer, tool).edits(text, key, false, 0, kept), pointer), findings);
    }

    private static <T> T collect(Redacted<T> redacted, String pointer, List<Finding> findings) {
        redacted.findings().forEach(finding -> findings.add(finding.under(pointer)));
        return redacted.value();
    }

    private static <T> T add(Redacted<T> redacted, List<Finding> findings) {
        findings.addAll(redacted.findings());
        return redacted.value();
    }
}
