package dev.downshift.core.intake;

import dev.downshift.core.intake.MessageStore.Reference;
import dev.downshift.engine.privacy.Redacted;
import dev.downshift.engine.traces.CanonicalJson;
import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.LlmCall.Usage;
import dev.downshift.engine.traces.Message;
import dev.downshift.engine.traces.RejectedRecord;
import dev.downshift.engine.traces.TokenEstimate;
import dev.downshift.engine.traces.TraceRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Stores calls as references to their messages, in sets. Not for several threads. */
final class CallStore {

    private static final int ROWS_AT_ONCE = 500;
    private static final int SHORTEST_NAME = 16;
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:/+-]{1,200}");

    private final JdbcClient jdbc;
    private final ContentIds ids;
    private final MessageStore messages;
    private final CallCosts costs;
    private final UploadView upload;
    private final TraceNotes notes;
    private final HeadSampling sampling;
    private final Map<UUID, Envelope> envelopes = new LinkedHashMap<>();
    private final Set<UUID> knownToolSets = new HashSet<>();
    private List<JsonNode> lastTools = List.of();
    private String lastToolSet = "";
    private int lastToolTokens;
    private final SetInsert toolSets = new SetInsert("tool_set", "r.id", "id uuid", "tools jsonb");
    private final SetInsert rejected = new SetInsert("rejected_record", "r.record::bigint", "upload_id uuid", "record bigint", "file text", "line bigint", "byte_offset bigint", "reason text", "remedy text");
    private final SetInsert calls = new SetInsert("llm_call", "r.record::bigint, r.index_in_record::int", "id uuid", "upload_id uuid", "record bigint", "index_in_record int", "provider_call_id text",
            "conversation text", "occurred_at timestamptz", "ordered_at timestamptz", "model text", "message_ids uuid[]", "tool_set_id uuid", "parameters jsonb",
            "response_id uuid", "finish_reason text", "prompt_tokens int", "completion_tokens int", "cached_tokens int", "tokens_estimated boolean",
            "latency_ms bigint", "error jsonb", "cost numeric", "price_version text", "routed jsonb", "metadata jsonb", "weight int");

    CallStore(JdbcClient jdbc, ContentIds ids, MessageStore messages, CallCosts costs, UploadView upload) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.messages = messages;
        this.costs = costs;
        this.upload = upload;
        this.notes = new TraceNotes(messages.redactor(), upload.id());
        this.sampling = new HeadSampling(ids, upload.sampleOneIn(), upload.source() == Upload.Source.GATEWAY);
    }

    /**
     * What became of the calls of some records.
     *
     * @param calls how many were new
     * @param represented how many calls those stand for
     * @param known how many were there already
     * @param sampledOut how many were not kept, since others stand for them
     * @param findings what was found in the new messages
     */
    record Counts(long calls, long represented, long known, long sampledOut, long findings) {}

    /** Stores records in the running transaction. */
    Counts store(List<TraceRecord> records) {
        long read = 0;
        long sampledOut = 0;
        long waitingWeight = 0;
        Stored stored = new Stored(0, 0);
        long findings = 0;
        for (TraceRecord record : records) {
            switch (record) {
                case TraceRecord.Rejected bad -> add(bad.reason());
                case TraceRecord.Read good -> {
                    notes.add(good);
                    LlmCall first = null;
                    for (LlmCall call : (Iterable<LlmCall>) good.calls()::iterator) {
                        first = first == null ? call : first;
                        int weight = sampling.weight(call, first);
                        if (weight == 0) {
                            sampledOut++;
                            continue;
                        }
                        add(call, weight);
                        notes.add(call);
                        read++;
                        waitingWeight += weight;
                        if (calls.size() >= ROWS_AT_ONCE) {
                            findings += flushMessages();
                            stored = stored.plus(flushCalls(waitingWeight));
                            waitingWeight = 0;
                        }
                    }
                    messages.endRecord();
                }
            }
        }
        findings += flushMessages();
        stored = stored.plus(flushCalls(waitingWeight));
        rejected.flush(jdbc);
        notes.flush(jdbc);
        return new Counts(stored.calls, stored.represented, read - stored.calls, sampledOut, findings);
    }

    private record Stored(long calls, long represented) {
        Stored plus(Stored more) {
            return new Stored(calls + more.calls, represented + more.represented);
        }
    }

    /** Which of the calls were there already is not said: where weights differ, these count with the average. */
    private Stored flushCalls(long weight) {
        int rows = calls.size();
        int stored = calls.flush(jdbc);
        return new Stored(stored, rows == 0 ? 0 : Math.round((double) weight * stored / rows));
    }

    private int flushMessages() {
        int findings = messages.flush();
        toolSets.flush(jdbc);
        return findings;
    }

    private void add(RejectedRecord bad) {
        rejected.add(upload.id().toString(), Long.toString(bad.record()), bad.file(), Long.toString(bad.line()), Long.toString(bad.byteOffset()),
                bad.reason(), bad.remedy());
    }

    private void add(LlmCall call, int weight) {
        String toolSet = toolSet(call.tools());
        List<Reference> prompt = call.messages().stream().map(message -> messages.add(message, call.tools(), toolSet)).toList();
        Reference response = call.response() == null ? null : messages.add(call.response(), call.tools(), toolSet);
        Envelope envelope = envelope(call);
        Usage usage = call.usage() == null ? estimate(prompt, response) : call.usage();
        Instant at = call.occurredAt() == null ? upload.createdAt() : call.occurredAt();
        BigDecimal cost = call.usage() == null && call.response() == null ? null : costs.of(call.model(), usage);
        LlmCall.Position position = call.position();
        Instant ordered = call.occurredAt() == null ? at.plus(position.record(), ChronoUnit.MICROS) : at;
        Duration latency = call.latency();
        calls.add(id(call, prompt).toString(), upload.id().toString(),
                Long.toString(position.record()), Integer.toString(position.indexInRecord()), harmless(call.providerCallId()),
                conversation(call, envelope, prompt), call.occurredAt() == null ? null : at.toString(), ordered.toString(), harmless(call.model()),
                prompt.stream().map(reference -> reference.id().toString()).collect(Collectors.joining(",", "{", "}")),
                toolSet.isEmpty() ? null : toolSet, envelope.parameters(), response == null ? null : response.id().toString(),
                harmless(call.finishReason()), Integer.toString(usage.promptTokens()), Integer.toString(usage.completionTokens()),
                Integer.toString(usage.cachedTokens()), Boolean.toString(call.usage() == null),
                latency == null ? null : Long.toString(Math.round(latency.toNanos() / 1e6)), envelope.error(),
                cost == null ? null : cost.toPlainString(), cost == null ? null : costs.version(),
                envelope.routed(), envelope.metadata(), Integer.toString(weight));
    }

    /**
     * The same call has the same id in every export that names it: overlapping exports and repeated deliveries bring it once. A short
     * id is no name, for some local servers number their answers or give all the same.
     */
    private UUID id(LlmCall call, List<Reference> prompt) {
        if (call.providerCallId() == null || call.providerCallId().length() < SHORTEST_NAME) {
            return ids.ofCall(upload.id(), upload.createdAt(), call.position().record(), call.position().indexInRecord());
        }
        return ids.of("provider's call", call.providerCallId(), prompt.stream().map(reference -> reference.id().toString()).collect(Collectors.joining()));
    }

    private Usage estimate(List<Reference> prompt, @Nullable Reference response) {
        return new Usage(prompt.stream().mapToInt(Reference::tokens).sum() + lastToolTokens, response == null ? 0 : response.tokens(), 0);
    }

    /** The id of the set of these tools, or the empty text for none. */
    private String toolSet(List<JsonNode> tools) {
        if (!tools.equals(lastTools)) {
            lastTools = tools;
            lastToolSet = "";
            lastToolTokens = 0;
            if (!tools.isEmpty()) {
                String text = CanonicalJson.text(tools);
                UUID id = ids.of("tools", text);
                lastToolSet = id.toString();
                lastToolTokens = TokenEstimate.of(text);
                if (knownToolSets.add(id)) {
                    storeTools(id, tools);
                }
            }
        }
        return lastToolSet;
    }

    private void storeTools(UUID id, List<JsonNode> tools) {
        LlmCall only = new LlmCall(new LlmCall.Position(0, 0, 1, 0), null, null, null, null, List.of(Message.of(Message.Role.USER, "")), tools,
                Map.of(), null, null, null, null, null, Map.of());
        Redacted<LlmCall> redacted = messages.redactor().redact(only);
        messages.addFindings(id, redacted.findings());
        toolSets.add(id.toString(), Storable.json(CanonicalJson.text(redacted.value().tools())));
    }

    private Envelope envelope(LlmCall call) {
        UUID id = ids.of("envelope", Envelope.key(call));
        Envelope known = envelopes.get(id);
        if (known == null) {
            known = Envelope.of(call, messages.redactor(), upload.source() == Upload.Source.GATEWAY);
            messages.addFindings(id, known.findings());
            if (envelopes.size() >= 1_000) {
                envelopes.clear();
            }
            envelopes.put(id, known);
        }
        return known;
    }

    /** The conversation as the call names it, as its place in the file, or as what it begins with. */
    private String conversation(LlmCall call, Envelope envelope, List<Reference> prompt) {
        if (call.conversation() != null && call.conversation().equals(LlmCall.Position.conversation(call.position().record()))) {
            return upload.id() + "/" + call.position().record();
        }
        if (envelope.conversation() != null) {
            return envelope.conversation();
        }
        StringBuilder beginning = new StringBuilder();
        for (int index = 0; index < prompt.size(); index++) {
            beginning.append(prompt.get(index).id());
            if (call.messages().get(index).role() == Message.Role.USER) {
                break;
            }
        }
        return "prompt/" + ids.of("conversation", beginning.toString());
    }

    private @Nullable String harmless(@Nullable String text) {
        return text == null || HARMLESS.matcher(text).matches() ? text : Storable.text(messages.redactor().redact(text).value());
    }
}
