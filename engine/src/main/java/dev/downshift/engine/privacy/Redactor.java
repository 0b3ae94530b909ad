package dev.downshift.engine.privacy;

import dev.downshift.engine.privacy.RedactionPolicy.Mode;
import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds personal data and secrets and replaces them. What was JSON stays JSON of the same shape, inside strings too; keys,
 * tool names and enumerations stay. The same value gets the same surrogate under one key, wherever it stands, and redacting
 * what is redacted already changes nothing. Instances are immutable and may be shared between threads.
 */
public final class Redactor {

    private final RedactionPolicy policy;
    private final Surrogates surrogates;
    private final @Nullable OwnScan own;
    private final String agent;
    private final Map<String, Redactor> agents;
    private final @Nullable Walk shared;

    /** What walks through values under the policy. */
    private record Walk(Scans scans, TreeRedaction trees, TreeRedaction documents, CallRedaction calls) {}

    private Redactor(RedactionPolicy policy, Surrogates surrogates, @Nullable OwnScan own, String agent, Map<String, Redactor> agents) {
        this.policy = policy;
        this.surrogates = surrogates;
        this.own = own;
        this.agent = agent;
        this.agents = agents;
        boolean numbers = policy.modes().containsValue(Mode.TAG) || policy.rules().stream().anyMatch(rule -> rule.modes().containsValue(Mode.TAG));
        this.shared = numbers ? null : walk(null);
    }

    private Walk walk(@Nullable Entities entities) {
        Scans scans = new Scans(policy, surrogates, own, agent, entities);
        TreeRedaction trees = new TreeRedaction(scans);
        TreeRedaction documents = policy.equals(RedactionPolicy.standard()) ? new TreeRedaction(new Scans(RedactionPolicy.strict(), surrogates, own, agent, entities)) : trees;
        return new Walk(scans, trees, documents, new CallRedaction(scans, trees));
    }

    /** The shared one, or, where entities are numbered, one for this record alone. */
    private Walk walk() {
        return shared == null ? walk(new Entities()) : shared;
    }

    /**
     * A redactor under a policy.
     *
     * @param key at least 32 secret bytes that nobody else has; surrogates under different keys have nothing in common
     */
    public static Redactor with(RedactionPolicy policy, byte[] key) {
        return new Redactor(policy, new Surrogates(key.clone()), OwnScan.of(policy.terms()), "", new ConcurrentHashMap<>());
    }

    /** The redactor of what an agent did, with the rules that are limited to it; without it, none of those applies. */
    public Redactor forAgent(String name) {
        boolean named = policy.rules().stream().anyMatch(rule -> !rule.agent().isEmpty() && rule.agent().equals(name));
        return named ? agents.computeIfAbsent(name, ignored -> new Redactor(policy, surrogates, own, name, agents)) : this;
    }

    /** A text, which may be JSON; findings have the empty pointer. */
    public Redacted<String> redact(String text) {
        return apply(text, walk().scans().at("", "").edits(text, "", false, 0, Set.of()), "");
    }

    /**
     * Any JSON, such as a whole record; findings point into it. The standard policy, which leaves places and dates in agents'
     * calls, replaces them in a record that is a {@link Documents document}.
     */
    public Redacted<JsonNode> redact(JsonNode record) {
        Walk walk = walk();
        return (Documents.isDocument(record) ? walk.documents() : walk.trees()).redact(record, "", "", false, Set.of());
    }

    /**
     * One message. Findings point to {@code /content}, {@code /name}, {@code /tool_calls/0/function/arguments} or
     * {@code /attachments/0/reference}.
     */
    public Redacted<Message> redact(Message message) {
        return walk().calls().message(message, Set.of());
    }

    /**
     * One message of a call with tools, whose enumerated values stay as they are.
     *
     * @param tools the tool definitions of the call the message is from
     */
    public Redacted<Message> redact(Message message, List<JsonNode> tools) {
        return walk().calls().message(message, Enumerations.of(tools));
    }

    /**
     * A whole call. Findings point to {@code /messages/0/content} and its like, {@code /response/content},
     * {@code /tools/0/...}, {@code /parameters/...}, {@code /metadata/...}, {@code /error/message} or {@code /conversation}.
     */
    public Redacted<LlmCall> redact(LlmCall call) {
        return walk().calls().call(call);
    }

    /**
     * What stands for a value of this type where it is replaced by a surrogate, also where no detector would find it without the text around
     * it. A value that is recognised as a surrogate stands for itself; nothing stands for what cannot be of this type, or has more in it.
     */
    public Optional<String> surrogate(FindingType type, String value) {
        if (!Shapes.fits(type, value)) {
            return Optional.empty();
        }
        String made = surrogates.surrogate(new Candidate(0, value.length(), type, "given", 1), value);
        return value.equals(made) ? Optional.empty() : Optional.of(Objects.requireNonNullElse(made, value));
    }

    static Redacted<String> apply(String text, List<Edit> edits, String pointer) {
        if (edits.isEmpty()) {
            return new Redacted<>(text, List.of());
        }
        long length = text.length() + edits.stream().mapToLong(edit -> edit.replacement().length() - (edit.end() - edit.start())).sum();
        StringBuilder result = new StringBuilder(Math.toIntExact(length));
        List<Finding> findings = new ArrayList<>(edits.size());
        int from = 0;
        int codePoints = 0;
        for (Edit edit : edits) {
            result.append(text, from, edit.start()).append(edit.replacement());
            int start = codePoints + text.codePointCount(from, edit.start());
            int end = start + text.codePointCount(edit.start(), edit.end());
            findings.add(new Finding(pointer, start, end, edit.type(), edit.rule(), edit.score()));
            from = edit.end();
            codePoints = end;
        }
        return new Redacted<>(result.append(text, from, text.length()).toString(), findings);
    }
}
