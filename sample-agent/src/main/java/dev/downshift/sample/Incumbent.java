package dev.downshift.sample;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The simulated incumbent LLM: mostly right, sometimes wrong, sometimes not there. Whether it errs is decided by a hash
 * of the request and a nonce, so the same request asked again may be answered otherwise.
 */
final class Incumbent {

    private static final Map<String, String> CONFUSED = Map.ofEntries(
            Map.entry("track_order", "late_delivery"), Map.entry("late_delivery", "track_order"), Map.entry("return_item", "exchange_item"),
            Map.entry("refund_status", "refund_request"), Map.entry("refund_request", "return_item"), Map.entry("damaged_item", "warranty_claim"),
            Map.entry("wrong_item", "exchange_item"), Map.entry("missing_item", "wrong_item"), Map.entry("double_charge", "payment_failed"),
            Map.entry("gift_card", "discount_code"), Map.entry("update_email", "change_address"), Map.entry("store_hours", "product_question"));

    private final Rules rules;
    private final double mistakes;

    /** @param mistakes the share of answers that are wrong, from 0 to 1 */
    Incumbent(Rules rules, double mistakes) {
        this.rules = rules;
        this.mistakes = mistakes;
    }

    /** The assistant's message. */
    ObjectNode answer(JsonNode request, long nonce) {
        ObjectNode right = rules.answer(request, nonce);
        SplittableRandom chance = new SplittableRandom(Hashes.mix(Hashes.of(Json.write(request.path("messages"))) ^ Hashes.mix(nonce)));
        if (chance.nextDouble() >= mistakes) {
            return right;
        }
        return Rules.callSite(request).map(site -> switch (site) {
            case TRIAGE -> wrongTeam(right);
            case LOOK_UP -> wrongOrder(right);
            case ROUTE -> wrongIntent(right, chance);
            case EXTRACT -> forgottenField(right, chance);
            case NEXT_TOOL -> Json.toolCall("close_ticket", Json.object().put("resolution", "informed"));
            case POLICY -> Json.message("assistant", Json.write(Json.object().put("decision", "deny").put("rule", "R6").put("refund", "none")));
            case REPLY, SUMMARISE, PLAN -> right;
        }).orElse(right);
    }

    private static ObjectNode wrongTeam(ObjectNode right) {
        String team = Json.parse(right.path("content").asString("")).path("team").asString("");
        return Json.message("assistant", Json.write(Json.object().put("team", TeamRules.otherThan(team))));
    }

    private static ObjectNode wrongOrder(ObjectNode right) {
        String order = Json.parse(right.path("content").asString("")).path("order").asString("");
        return Json.message("assistant", Json.write(Json.object().put("order", LookUpRules.otherThan(order))));
    }

    private ObjectNode wrongIntent(ObjectNode right, SplittableRandom chance) {
        String intent = Json.parse(right.path("content").asString("")).path("intent").asString("");
        List<String> intents = rules.phraseBook().intents();
        String wrong = CONFUSED.getOrDefault(intent, intents.get(chance.nextInt(intents.size())));
        return Json.message("assistant", Json.write(Json.object().put("intent", wrong)));
    }

    private static ObjectNode forgottenField(ObjectNode right, SplittableRandom chance) {
        JsonNode function = right.path("tool_calls").path(0).path("function");
        ObjectNode arguments = (ObjectNode) Json.parse(function.path("arguments").asString("{}"));
        arguments.putNull(List.of("product", "amount", "date").get(chance.nextInt(3)));
        return Json.toolCall("record_order_issue", arguments);
    }

    /** What goes wrong with a call instead of an answer. */
    enum Failure {
        RATE_LIMITED(429, "rate_limit_exceeded", "requests", "Rate limit reached for the model. Please try again in 2s."),
        SERVER_ERROR(500, "server_error", "server_error", "The server had an error while processing your request."),
        TIMED_OUT(504, "timeout", "timeout", "The request timed out.");

        private static final List<Failure> ALL = List.of(values());

        final int status;
        final String code;
        final String type;
        final String message;

        Failure(int status, String code, String type, String message) {
            this.status = status;
            this.code = code;
            this.type = type;
            this.message = message;
        }

        static Failure any(RandomGenerator random) {
            return ALL.get(random.nextInt(ALL.size()));
        }

        ObjectNode error() {
            return Json.object().put("message", message).put("type", type).putNull("param").put("code", code);
        }
    }
}
