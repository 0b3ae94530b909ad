package dev.downshift.sample;

import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The incumbent's knowledge: answers a request from its text alone, by rules that no prompt spells out in full. They
 * rely on the shape of names, numbers and addresses, never on one value, so a redacted prompt gets the same answer
 * with the surrogates in it.
 */
final class Rules {

    private final PhraseBook phraseBook;
    private final OrderRules orders = new OrderRules();
    private final ToolRules tools;
    private final TextRules texts = new TextRules();

    Rules(Tickets tickets) {
        phraseBook = new PhraseBook(tickets);
        tools = new ToolRules(phraseBook);
    }

    PhraseBook phraseBook() {
        return phraseBook;
    }

    /** Which call site a request comes from; empty for a request that is not the sample agent's. */
    static Optional<CallSite> callSite(JsonNode request) {
        String firstTool = request.path("tools").path(0).path("function").path("name").asString("");
        if (firstTool.equals("record_order_issue")) {
            return Optional.of(CallSite.EXTRACT);
        }
        if (firstTool.equals("find_customer")) {
            return Optional.of(CallSite.NEXT_TOOL);
        }
        String system = request.path("messages").path(0).path("content").asString("").toLowerCase(Locale.ROOT);
        if (system.contains("teams:")) {
            return Optional.of(CallSite.TRIAGE);
        }
        if (system.contains("looked up")) {
            return Optional.of(CallSite.LOOK_UP);
        }
        if (system.contains("intents:")) {
            return Optional.of(CallSite.ROUTE);
        }
        if (system.contains("refund policy")) {
            return Optional.of(CallSite.POLICY);
        }
        if (system.contains("write the replies")) {
            return Optional.of(CallSite.REPLY);
        }
        if (system.contains("summarise")) {
            return Optional.of(CallSite.SUMMARISE);
        }
        return system.contains("plan") ? Optional.of(CallSite.PLAN) : Optional.empty();
    }

    /** The right answer as an assistant's message. Where many are right, {@code nonce} chooses. */
    ObjectNode answer(JsonNode request, long nonce) {
        String user = lastUserMessage(request);
        SplittableRandom random = new SplittableRandom(Hashes.mix(Hashes.of(user) + nonce));
        return callSite(request).map(site -> switch (site) {
            case TRIAGE -> Json.message("assistant", Json.write(Json.object().put("team", TeamRules.teamOf(phraseBook.intentOf(user)))));
            case LOOK_UP -> Json.message("assistant", Json.write(Json.object().put("order", LookUpRules.decide(phraseBook.intentOf(user)))));
            case ROUTE -> Json.message("assistant", Json.write(Json.object().put("intent", phraseBook.intentOf(user))));
            case EXTRACT -> Json.toolCall("record_order_issue", orders.issue(user));
            case NEXT_TOOL -> tools.next(request);
            case POLICY -> Json.message("assistant", Json.write(PolicyRules.decide(user)));
            case REPLY -> Json.message("assistant", texts.reply(request, user, random));
            case SUMMARISE -> Json.message("assistant", texts.summary(user, phraseBook.intentOf(TextRules.messageOf(user)), random));
            case PLAN -> Json.message("assistant", texts.plan(random));
        }).orElseGet(() -> Json.message("assistant",
                "I am a simulated model of the Downshift sample agent and can only answer its own prompts."));
    }

    static String lastUserMessage(JsonNode request) {
        String text = "";
        for (JsonNode message : Json.array(request, "messages")) {
            if (message.path("role").asString("").equals("user")) {
                text = message.path("content").asString("");
            }
        }
        return text;
    }
}
