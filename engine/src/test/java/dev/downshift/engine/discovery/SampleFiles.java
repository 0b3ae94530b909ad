package dev.downshift.engine.discovery;

import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.Message;
import dev.downshift.engine.traces.Message.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The trace files for development, read without the readers of {@code engine.traces}. */
final class SampleFiles {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SampleFiles() {}

    static List<LlmCall> chatLog(String name) {
        List<LlmCall> calls = new ArrayList<>();
        try (BufferedReader lines = open(name)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode record = JSON.readTree(line);
                JsonNode answer = record.path("response").path("choices").path(0).path("message");
                JsonNode run = record.path("metadata").path("run");
                List<JsonNode> tools = new ArrayList<>();
                record.path("request").path("tools").forEach(tools::add);
                calls.add(call(calls.size(), 0, run.isString() ? run.stringValue() : null,
                        messages(record.path("request").path("messages")), answer.isMissingNode() ? null : message(answer), tools));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return calls;
    }

    static List<LlmCall> conversations(String name) {
        List<LlmCall> calls = new ArrayList<>();
        try (BufferedReader lines = open(name)) {
            int record = 0;
            for (JsonNode conversation : JSON.readTree(lines)) {
                List<Message> messages = messages(conversation.path("traj"));
                for (int i = 1; i < messages.size(); i++) {
                    if (messages.get(i).role() == Role.ASSISTANT) {
                        calls.add(call(record, i, "c" + record, messages.subList(0, i), messages.get(i), List.of()));
                    }
                }
                record++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return calls;
    }

    private static LlmCall call(
            int record, int index, @Nullable String conversation, List<Message> messages, @Nullable Message answer, List<JsonNode> tools) {
        return new LlmCall(new LlmCall.Position(record, index, record + 1L, 0), null, conversation, null, "m", messages,
                tools, Map.of(), answer, null, null, null, null, new HashMap<>());
    }

    private static List<Message> messages(JsonNode list) {
        List<Message> messages = new ArrayList<>();
        list.forEach(each -> messages.add(message(each)));
        return messages;
    }

    private static Message message(JsonNode node) {
        List<Message.ToolCall> calls = new ArrayList<>();
        node.path("tool_calls").forEach(each -> calls.add(new Message.ToolCall(each.path("id").asString(""),
                each.path("function").path("name").asString(""), each.path("function").path("arguments").asString(""))));
        String role = node.path("role").asString("assistant").toUpperCase(java.util.Locale.ROOT);
        return new Message(Role.valueOf(role), null, node.path("content").isString() ? node.path("content").stringValue() : null, calls, null, List.of());
    }

    static @Nullable Path folder() {
        String configured = System.getenv("DOWNSHIFT_DATA");
        Path folder = configured != null ? Path.of(configured) : Path.of("../../shared/data");
        return Files.isDirectory(folder) ? folder : null;
    }

    private static BufferedReader open(String name) throws IOException {
        Path folder = folder();
        if (folder == null) {
            throw new IOException("no folder of sample data");
        }
        return new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve("traces").resolve(name))), StandardCharsets.UTF_8));
    }
}
