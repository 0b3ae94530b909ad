package dev.downshift.engine.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.engine.traces.LlmCall.Usage;
import dev.downshift.engine.traces.Message.Role;
import dev.downshift.engine.traces.Message.ToolCall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {

    private static final String REQUEST = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"temperature\":0.2}";
    private static final String RESPONSE = "{\"id\":\"r1\",\"model\":\"gpt-4o-2024\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Ho\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"prompt_tokens_details\":{\"cached_tokens\":4}}}";

    @Test
    void aChatCompletionLogGivesOneCallARecord() {
        LlmCall call = single("{\"timestamp\":1715854074,\"client_id\":\"acme\",\"workload_id\":\"triage\",\"latency_ms\":12.5,\"request\":"
                + REQUEST + ",\"response\":" + RESPONSE + ",\"metadata\":{\"run\":\"run-7\"}}");

        assertThat(call.providerCallId()).isEqualTo("r1");
        assertThat(call.model()).isEqualTo("gpt-4o-2024");
        assertThat(call.conversation()).isEqualTo("run-7");
        assertThat(call.occurredAt()).isEqualTo(Instant.ofEpochSecond(1715854074));
        assertThat(call.latency()).isEqualTo(Duration.ofNanos(12_500_000));
        assertThat(call.usage()).isEqualTo(new Usage(5, 2, 4));
        assertThat(call.parameters()).containsOnlyKeys("temperature");
        assertThat(call.metadata()).containsOnlyKeys("client_id", "workload_id", "run", "requested_model");
        assertThat(call.succeeded()).isTrue();
    }

    @Test
    void aConversationGivesOneCallForEachAnswer() {
        CollectingSink sink = CollectingSink.read("{\"task_id\":3,\"traj\":[{\"role\":\"system\",\"content\":\"Be kind\"},{\"role\":\"user\",\"content\":\"Weather?\"},"
                + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\": \\\"Rome\\\"}\"}}]},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"name\":\"weather\",\"content\":\"sunny\"},{\"role\":\"assistant\",\"content\":\"Sunny.\"}]}");

        assertThat(sink.format).isEqualTo(TraceFormat.CONVERSATIONS);
        assertThat(sink.calls).hasSize(2);
        assertThat(sink.calls.get(0).messages()).hasSize(2);
        assertThat(Objects.requireNonNull(sink.calls.get(0).response()).toolCalls())
                .containsExactly(new ToolCall("c1", "weather", "{\"city\": \"Rome\"}"));
        assertThat(sink.calls.get(1).messages()).hasSize(4);
        assertThat(sink.calls.get(1).position().indexInRecord()).isEqualTo(1);
        assertThat(sink.calls).extracting(LlmCall::conversation).containsOnly("record-0");
        assertThat(sink.calls.get(0).metadata()).containsOnlyKeys("task_id");
    }

    @Test
    void theChunksOfAStreamAreJoined() {
        LlmCall call = single("{\"request\":" + REQUEST + ",\"response\":["
                + "{\"id\":\"s1\",\"model\":\"m\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"He\"}}]},"
                + "{\"id\":\"s1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"llo\",\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\"\"}}]}}]},"
                + "{\"id\":\"s1\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\":1}\"}}]},\"finish_reason\":\"tool_calls\"}]},"
                + "{\"id\":\"s1\",\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}]}");

        assertThat(call.response()).isEqualTo(new Message(Role.ASSISTANT, null, "Hello",
                java.util.List.of(new ToolCall("c", "f", "{\"a\":1}")), null, java.util.List.of()));
        assertThat(call.finishReason()).isEqualTo("tool_calls");
        assertThat(call.usage()).isEqualTo(new Usage(1, 2, 0));
    }

    @Test
    void theBodyOfAnEventStreamIsJoined() {
        LlmCall call = single("{\"request\":" + REQUEST + ",\"response\":\"data: {\\\"choices\\\":[{\\\"delta\\\":{\\\"content\\\":\\\"a\\\"}}]}\\n\\n"
                + "data: {\\\"choices\\\":[{\\\"delta\\\":{\\\"content\\\":\\\"b\\\"}}]}\\n\\ndata: [DONE]\\n\\n\"}");

        assertThat(Objects.requireNonNull(call.response()).text()).isEqualTo("ab");
    }

    @Test
    void aFailedCallKeepsItsErrorAndHasNoResponse() {
        LlmCall call = single("{\"request\":" + REQUEST + ",\"response\":null,\"error\":{\"message\":\"Rate limit\",\"type\":\"rate_limit\",\"status\":429}}");

        assertThat(call.error()).isEqualTo(new LlmCall.CallError(429, "rate_limit", "Rate limit"));
        assertThat(call.response()).isNull();
        assertThat(call.succeeded()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1715854074, 2024-05-16T10:07:54Z",
        "1715854074.25, 2024-05-16T10:07:54.25Z",
        "1715854074250, 2024-05-16T10:07:54.250Z",
        "1715854074250001, 2024-05-16T10:07:54.250001Z",
        "1715854074250001002, 2024-05-16T10:07:54.250001002Z",
        "'\"1715854074\"', 2024-05-16T10:07:54Z",
        "'\"2024-05-16T12:07:54+02:00\"', 2024-05-16T10:07:54Z",
        "'\"2024-05-16 10:07:54.5\"', 2024-05-16T10:07:54.500Z",
        "'\"2024-05-16T10:07:54Z\"', 2024-05-16T10:07:54Z",
        "'\"2024-05-16 10:07:54 UTC\"', 2024-05-16T10:07:54Z",
        "'\"2024-05-16T10:07:54+0000\"', 2024-05-16T10:07:54Z"
    })
    void timesAreReadInEveryUsualUnit(String written, Instant meant) {
        assertThat(single("{\"timestamp\":" + written + ",\"request\":" + REQUEST + ",\"response\":" + RESPONSE + "}").occurredAt()).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "\"2015-01-01T00:00:00Z\", true",
        "\"2014-12-31T23:59:59Z\", false",
        "0, false",
        "\"2026-06-02T12:00:00Z\", true",
        "\"2026-06-02T12:00:01Z\", false",
        "\"2999-01-01T00:00:00Z\", false",
        "\"+294277-01-01T03:04:05Z\", false",
        "99999999999, false"
    })
    void aTimeIsTakenFrom2015UntilADayAfterTheFileCameIn(String written, boolean taken) {
        for (String record : new String[] {"{\"timestamp\":" + written + ",\"request\":" + REQUEST + ",\"response\":" + RESPONSE + "}",
            "{\"request\":" + REQUEST + ",\"response\":{\"created\":" + written.replaceFirst("^0$", "1") + "," + RESPONSE.substring(1) + "}",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Ho\",\"timestamp\":" + written + "}]}"}) {
            CollectingSink sink = CollectingSink.read(record);
            assertThat(sink.calls).as(record).hasSize(taken ? 1 : 0);
            assertThat(sink.rejected).as(record).hasSize(taken ? 0 : 1)
                    .allSatisfy(rejected -> assertThat(rejected.reason()).contains("before 2015, or more than a day after the file came in"));
        }
    }

    @Test
    void theSameRecordsAreReadFromEveryLayout() {
        String record = "{\"request\":" + REQUEST + ",\"response\":" + RESPONSE + "}";
        String pretty = record.replace("{", "{\n  ").replace(",\"", ",\n  \"");
        byte[] lines = (record + "\n" + record).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream twoMembers = new ByteArrayOutputStream();
        twoMembers.writeBytes(Gzip.of((record + "\n").getBytes(StandardCharsets.UTF_8)));
        twoMembers.writeBytes(Gzip.of(record.getBytes(StandardCharsets.UTF_8)));

        for (byte[] file : new byte[][] {lines, ("\ufeff" + record + "\r\n\r\n" + record + "\r\n").getBytes(StandardCharsets.UTF_8),
            ("[" + record + "," + record + "]").getBytes(StandardCharsets.UTF_8), ("[\n" + pretty + ",\n" + pretty + "\n]").getBytes(StandardCharsets.UTF_8),
            (pretty + "\n" + pretty).getBytes(StandardCharsets.UTF_8), (record + record).getBytes(StandardCharsets.UTF_8),
            Gzip.of(lines), Gzip.of(Gzip.of(lines)), twoMembers.toByteArray(), Arrays.copyOf(twoMembers.toByteArray(), 9_000),
            Gzip.withEveryOptionalField(lines)}) {
            CollectingSink sink = CollectingSink.read(file);
            assertThat(sink.rejected).isEmpty();
            assertThat(sink.calls).hasSize(2).extracting(LlmCall::response).containsOnly(Message.of(Role.ASSISTANT, "Ho"));
            assertThat(sink.calls.get(1).position().record()).isEqualTo(1);
        }
    }

    @Test
    void aListOfMessagesIsOneConversation() {
        assertThat(single("[{\"role\":\"user\",\"content\":\"Hi\"},\n{\"role\":\"assistant\",\"content\":\"Ho\"}]").messages())
                .containsExactly(Message.of(Role.USER, "Hi"));
    }

    @Test
    void imagesBecomeReferencesWithoutTheirBytes() {
        LlmCall call = single("{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What is\"},{\"type\":\"text\",\"text\":\"this?\"},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]},{\"role\":\"assistant\",\"content\":\"A cat\"}]}");

        Message prompt = call.messages().getFirst();
        assertThat(prompt.content()).isEqualTo("What is\nthis?");
        assertThat(prompt.attachments()).singleElement().satisfies(attachment -> {
            assertThat(attachment.kind()).isEqualTo("image_url");
            assertThat(attachment.reference()).startsWith("sha256:").hasSize(71);
        });
    }

    @Test
    void theOlderFunctionsAreReadAsTools() {
        LlmCall call = single("{\"request\":{\"messages\":[{\"role\":\"developer\",\"content\":\"x\"}],\"functions\":[{\"name\":\"f\"}]},"
                + "\"response\":{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":null,\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}}}]}}");

        assertThat(call.tools()).hasSize(1);
        assertThat(call.messages().getFirst().role()).isEqualTo(Role.SYSTEM);
        assertThat(Objects.requireNonNull(call.response()).toolCalls()).containsExactly(new ToolCall(null, "f", "{}"));
    }

    @Test
    void theDefaultRecordLimitIsThirtyTwoMebibytes() {
        assertThat(TraceReader.DEFAULT_RECORD_LIMIT).isEqualTo(33_554_432);
    }

    private static LlmCall single(String file) {
        CollectingSink sink = CollectingSink.read(file);
        assertThat(sink.rejected).isEmpty();
        assertThat(sink.calls).hasSize(1);
        return sink.calls.getFirst();
    }
}
