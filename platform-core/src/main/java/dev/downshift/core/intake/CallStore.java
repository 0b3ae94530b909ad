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
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
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

    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:/+-]{1,200}");

    private final JdbcClient jdbc;
    private final ContentIds ids;
    private final MessageStore messages;
    private final CallCosts costs;
    private final UploadView upload;
    private final HeadSampling sampling;
    private final CallNames names;
    private final CallWriter calls;
    private final TraceNotes notes;
    private final Map<UUID, Envelope> envelopes = new LinkedHashMap<>();
    private final Set<UUID> knownToolSets = new HashSet<>();
    private List<JsonNode> lastTools = List.of();
    private String lastToolSet = "";
    private int lastToolTokens;
    private final SetInsert toolSets = new SetInsert("tool_set", "r.id", "id uuid", "tools jsonb");
    private final SetInsert rejected = new SetInsert("rejected_record", "r.record::bigint", "upload_id uuid", "record bigint", "file text", "line bigint", "byte_offset bigint", "reason text", "remedy text");

    CallStore(JdbcClient jdbc, ContentIds ids, MessageStore messages, CallCosts costs, UploadView upload, CallWriter calls) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.messages = messages;
        this.costs = costs;
        this.upload = upload;
        this.sampling = new HeadSampling(ids, upload.sampleOneIn(), upload.source() == Upload.Source.GATEWAY);
        this.names = new CallNames(ids, upload);
        this.calls = calls;
        this.notes = new TraceNotes(names, messages.redactor(), upload.id());
    }

    /**
     * What became of the calls of some records.
     *
     * @param known how many were there already, as completely
     * @param sampledOut how many were not kept, since others stand for them
     * @param findings what was found in the new messages
     */
    record Counts(CallWriter.Written written, long known, long sampledOut, long findings) {}

    /** Stores records in the running transaction. */
    Counts store(List<TraceRecord> records) {
        if (calls.begin()) {
            messages.forget();
            knownToolSets.clear();
            lastTools = List.of();
            lastToolSet = "";
            lastToolTokens = 0;
        }
        long read = 0;
        long sampledOut = 0;
        long findings = 0;
        CallWriter.Written written = CallWriter.Written.NOTHING;
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
                        if (calls.isFull()) {
                            findings += flushMessages();
                            written = written.plus(calls.flush(messages));
                        }
                    }
                    messages.endRecord();
                }
            }
        }
        findings += flushMessages();
        written = written.plus(calls.flush(messages));
        rejected.flush(jdbc);
        notes.flush(jdbc);
        return new Counts(written, read - written.calls(), sampledOut, findings);
    }

    private int flushMessages() {
        calls.prepare();
        int findings = messages.flush();
        toolSets.flush(jdbc);
        return findings;
    }

    private void add(RejectedRecord bad) {
        String file = bad.file() == null ? null : messages.redactor().redact(bad.file()).value();
        rejected.add(upload.id().toString(), Long.toString(bad.record()), file, Long.toString(bad.line()), Long.toString(bad.byteOffset()),
                bad.reason(), bad.remedy());
    }

    private void add(LlmCall call, int weight) {
        Instant at = call.occurredAt() == null ? upload.createdAt() : call.occurredAt();
        LlmCall.Position position = call.position();
        Instant ordered = (call.occurredAt() == null ? at.plus(position.record(), ChronoUnit.MICROS) : at).truncatedTo(ChronoUnit.MICROS);
        LocalDate month = LocalDate.ofInstant(ordered, ZoneOffset.UTC).withDayOfMonth(1);
        String toolSet = toolSet(call.tools());
        List<Reference> prompt = call.messages().stream().map(message -> messages.add(message, call.tools(), toolSet, month)).toList();
        Reference response = call.response() == null ? null : messages.add(call.response(), call.tools(), toolSet, month);
        Envelope envelope = envelope(call);
        Usage usage = call.usage() == null ? estimate(prompt, response) : call.usage();
        BigDecimal cost = call.usage() == null && call.response() == null ? null : costs.of(call.model(), usage);
        Duration latency = call.latency();
        String messageIds = prompt.stream().map(reference -> reference.id().toString()).collect(Collectors.joining(",", "{", "}"));
        long completeness = Completeness.of(call, envelope.routed() != null, response == null ? 0 : response.tokens(),
                ids.of("content", messageIds, response == null ? "" : response.id().toString()));
        calls.add(new CallWriter.Row(names.id(call), ordered, completeness, weight, latest(call, prompt, response), Arrays.asList(upload.id().toString(),
                Long.toString(position.record()), Integer.toString(position.indexInRecord()), harmless(call.providerCallId()),
                conversation(call, envelope, prompt), call.occurredAt() == null ? null : at.toString(), harmless(call.model()), messageIds,
                toolSet.isEmpty() ? null : toolSet, envelope.parameters(), response == null ? null : response.id().toString(),
                harmless(call.finishReason()), Integer.toString(usage.promptTokens()), Integer.toString(usage.completionTokens()),
                Integer.toString(usage.cachedTokens()), Boolean.toString(call.usage() == null),
                latency == null ? null : Long.toString(Math.round(latency.toNanos() / 1e6)), envelope.error(),
                cost == null ? null : cost.toPlainString(), cost == null ? null : costs.version(),
                envelope.routed(), envelope.metadata(), Integer.toString(weight))));
    }

    /** What the call adds to its conversation: the answer, and the prompt from its last answer on, without the system's. */
    private static List<UUID> latest(LlmCall call, List<Reference> prompt, @Nullable Reference response) {
        List<UUID> latest = new ArrayList<>();
        for (int index = prompt.size() - 1; index >= 0 && call.messages().get(index).role() != Message.Role.ASSISTANT; index--) {
            if (call.messages().get(index).role() != Message.Role.SYSTEM) {
                latest.add(prompt.get(index).id());
            }
        }
        if (response != null) {
            latest.add(response.id());
        }
        return latest;
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
