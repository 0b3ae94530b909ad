package dev.downshift.engine.traces;

import dev.downshift.engine.traces.LlmCall.Usage;
import dev.downshift.engine.traces.Message.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A whole conversation: each assistant's message is the answer of one call, whose prompt is everything before it. */
final class ConversationReader implements RecordReader {

    private static final List<String> NAMES = List.of("messages", "traj", "conversation", "conversations", "trajectory", "items");

    @Override
    public TraceFormat format() {
        return TraceFormat.CONVERSATIONS;
    }

    @Override
    public boolean recognises(JsonNode record) {
        return record.isArray() || messages(record) != null;
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        String name = messages(record);
        if (name == null) {
            return calls(record, "", null, place, times);
        }
        Fields fields = Fields.of(record, "");
        return calls(Objects.requireNonNull(fields.takeArray(name)), name, fields, place, times);
    }

    /** The name of the field that holds the messages, if one does. */
    private static @Nullable String messages(JsonNode record) {
        return NAMES.stream().filter(name -> record.hasNonNull(name) && (record.get(name).isArray() || name.equals("messages"))).findFirst().orElse(null);
    }

    /** The calls of a conversation; {@code record} is null where the record is only the list of messages. */
    private static Stream<LlmCall> calls(JsonNode array, String path, @Nullable Fields record, Place place, Times times) {
        String named = path.isEmpty() ? "the list of messages" : "\"" + path + "\"";
        if (array.isEmpty()) {
            throw new BadRecord(capitalized(named) + " is empty", "Write the conversation's messages there, oldest first.");
        }
        List<Turn> turns = new ArrayList<>(array.size());
        for (int index = 0; index < array.size(); index++) {
            Fields turn = Fields.of(array.get(index), path + "[" + index + "]");
            if (isExchange(turn)) {
                exchange(turn, turns);
            } else {
                turns.add(Turn.read(turn, times));
            }
        }
        if (turns.stream().skip(1).noneMatch(turn -> turn.message.role() == Role.ASSISTANT)) {
            throw new BadRecord(capitalized(named) + " has no answer of the assistant after the first message",
                    "A conversation counts as calls only where the assistant answered.");
        }
        Shared around = Shared.read(record, place, times);
        if (around.system != null) {
            turns.addFirst(Turn.of(Role.SYSTEM, around.system));
        }
        List<Message> messages = turns.stream().map(Turn::message).toList();
        int[] answers = IntStream.range(1, messages.size()).filter(index -> messages.get(index).role() == Role.ASSISTANT).toArray();
        return IntStream.range(0, answers.length).mapToObj(call ->
                around.call(place.call(call), messages.subList(0, answers[call]), turns.subList(call == 0 ? 0 : answers[call - 1] + 1, answers[call]), turns.get(answers[call])));
    }

    /** Whether an entry is what both said, as some data sets pair it. */
    private static boolean isExchange(Fields entry) {
        return entry.has("human") && entry.has("assistant") && !entry.has("role") && !entry.has("from");
    }

    private static void exchange(Fields entry, List<Turn> turns) {
        turns.add(Turn.of(Role.USER, Objects.requireNonNull(entry.takeText("human"))));
        Turn answer = Turn.of(Role.ASSISTANT, Objects.requireNonNull(entry.takeText("assistant")));
        entry.rest().forEach(answer.unread::put);
        turns.add(answer);
    }

    private static String capitalized(String text) {
        return text.startsWith("the") ? "T" + text.substring(1) : text;
    }

    /** A message and what some loggers write beside it. */
    private record Turn(Message message, @Nullable Instant at, @Nullable String model, @Nullable Usage usage, @Nullable String finishReason,
            Unread unread) {
        static Turn read(Fields fields, Times times) {
            Unread unread = new Unread(fields.path());
            Message message = OpenAiMessages.read(fields, unread);
            JsonNode thought = fields.peek("reasoning_content");
            if (message.role() == Role.ASSISTANT && thought != null) {
                unread.put(Unread.REASONING, Objects.requireNonNull(fields.take("reasoning_content")));
            }
            Turn turn = new Turn(message, times.take(fields, "timestamp", "created_at"),
                    fields.has("model") ? fields.takeModel() : null, ChatResponse.usage(fields),
                    fields.has("finish_reason") ? fields.takeText("finish_reason") : null, unread);
            unread.rest(fields);
            return turn;
        }

        static Turn of(Role role, String text) {
            return new Turn(Message.of(role, text), null, null, null, null, new Unread(""));
        }
    }

    /** What all calls of a conversation share. */
    private record Shared(
            String conversation, @Nullable Instant at, @Nullable String model, @Nullable String system, List<JsonNode> tools,
            Map<String, JsonNode> parameters, Map<String, JsonNode> metadata) {

        static Shared read(@Nullable Fields record, Place place, Times times) {
            if (record == null) {
                return new Shared(LlmCall.Position.conversation(place.record()), null, null, null, List.of(), Map.of(), Map.of());
            }
            String group = Surroundings.conversation(record);
            String conversation = group == null ? record.takeConversation("id") : group;
            Instant at = times.take(record, "timestamp", "created_at", "start_time", "time", "ts");
            String model = record.takeModel();
            JsonNode system = record.peek("system");
            String prompt = system != null && system.isString() && !system.stringValue().isEmpty() ? record.takeText("system") : null;
            List<JsonNode> tools = List.copyOf(tools(record));
            Map<String, JsonNode> metadata = Surroundings.metadata(record);
            Map<String, JsonNode> parameters = Map.copyOf(Surroundings.parameters(metadata));
            return new Shared(conversation == null ? LlmCall.Position.conversation(place.record()) : conversation, at, model,
                    prompt, tools, parameters, Map.copyOf(metadata));
        }

        /** The tools, which some data sets write as the text of an array of functions. */
        private static List<JsonNode> tools(Fields record) {
            JsonNode written = record.peek("tools");
            if (written == null || !written.isString()) {
                return ChatRequest.tools(record);
            }
            record.take("tools");
            JsonNode array = written.stringValue().isBlank() ? null : StrictJson.parseEmbedded(written.stringValue(), record.pathOf("tools"));
            List<JsonNode> tools = new ArrayList<>();
            for (Fields tool : ToolDefinitions.objects(array, record.pathOf("tools"))) {
                tools.add(tool.has("function") ? tool.node() : ToolDefinitions.function(tool, "parameters"));
            }
            return tools;
        }

        /** The call whose answer is this turn; {@code since} are the turns since the answer before it. */
        LlmCall call(LlmCall.Position position, List<Message> prompt, List<Turn> since, Turn answer) {
            Map<String, JsonNode> asked = new LinkedHashMap<>();
            since.forEach(turn -> turn.unread.parts().forEach((name, value) -> asked.put(turn.unread.body() + "." + name, value)));
            Map<String, JsonNode> all = metadata;
            if (!asked.isEmpty() || !answer.unread.parts().isEmpty()) {
                all = new LinkedHashMap<>(metadata);
                Surroundings.add(all, "request", asked);
                Surroundings.add(all, "response", answer.unread.parts());
            }
            return new LlmCall(position, null, conversation, answer.at == null ? at : answer.at,
                    answer.model == null ? model : answer.model, prompt, tools, parameters, answer.message,
                    answer.finishReason, answer.usage, null, null, all);
        }
    }
}
