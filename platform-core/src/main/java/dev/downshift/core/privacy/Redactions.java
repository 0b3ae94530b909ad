package dev.downshift.core.privacy;

import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.engine.privacy.Redacted;
import dev.downshift.engine.privacy.RedactionPolicy;
import dev.downshift.engine.privacy.RedactionProfile;
import dev.downshift.engine.privacy.Redactor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Redacts what somebody sends, as it would be stored, and keeps nothing of it. */
@Service
public class Redactions {

    private final Redaction redaction;

    Redactions(Redaction redaction) {
        this.redaction = redaction;
    }

    /**
     * A value under the organization's policy or under a profile, with the organization's surrogates. A text is taken for a part of a call.
     *
     * @param agent the name of the agent it is from, for the rules that are limited to it; empty if none
     */
    public Redacted<JsonNode> redact(JsonNode value, @Nullable RedactionProfile profile, String agent) {
        Actor actor = Actor.current();
        actor.require(Permission.UPLOAD);
        Redactor redactor = (profile == null ? redaction.redactorFor(actor.organization()) : redaction.redactorFor(actor.organization(), profile.policy())).forAgent(agent);
        if (!value.isString()) {
            return redactor.redact(value);
        }
        Redacted<String> text = redactor.redact(value.stringValue());
        return new Redacted<>(JsonNodeFactory.instance.stringNode(text.value()), text.findings());
    }

    /**
     * What a draft makes of a text, beside what the current policy does.
     *
     * @param current under the policy that applies now
     * @param draft under the draft
     */
    public record Comparison(Redacted<String> current, Redacted<String> draft) {}

    /** Tries a policy that is not saved yet on texts; nothing of them is kept. */
    public List<Comparison> compare(RedactionPolicy draft, List<String> texts) {
        Actor actor = Actor.current();
        actor.require(Permission.MANAGE_SETTINGS);
        Redactor current = redaction.redactorFor(actor.organization());
        Redactor tried = redaction.redactorFor(actor.organization(), draft);
        return texts.stream().map(text -> new Comparison(current.redact(text), tried.redact(text))).toList();
    }
}
