package dev.downshift.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Picks the next tool of the agent's loop from the ticket's intent and the tools called so far. */
final class ToolRules {

    private static final Pattern EMAIL = Pattern.compile("[\\w.+-]+@[\\w.-]+\\.\\w+");
    private static final Pattern ADDRESS = Pattern.compile("\\d+ [\\p{L}' .-]+, \\d{5} \\p{L}[\\p{L} -]*");

    private final PhraseBook phraseBook;
    private final List<String> products = Sections.read("phrases.txt").of("product");

    ToolRules(PhraseBook phraseBook) {
        this.phraseBook = phraseBook;
    }

    /** The tools for an intent, in order; the last closes the ticket with its resolution. */
    static List<String> script(String intent) {
        return switch (intent) {
            case "track_order", "late_delivery" -> List.of("find_customer", "get_order", "track_shipment", "informed");
            case "cancel_order" -> List.of("get_order", "issue_refund", "refunded");
            case "refund_request", "refund_status", "double_charge" -> List.of("find_customer", "get_order", "issue_refund", "refunded");
            case "change_address" -> List.of("find_customer", "update_address", "updated");
            case "return_item", "exchange_item", "damaged_item", "wrong_item", "warranty_claim" ->
                    List.of("find_customer", "get_order", "create_return_label", "return_started");
            case "missing_item" -> List.of("get_order", "check_stock", "reshipped");
            case "product_question", "stock_availability" -> List.of("check_stock", "informed");
            case "update_email", "account_deletion", "password_reset" -> List.of("find_customer", "updated");
            default -> List.of("find_customer", "informed");
        };
    }

    ObjectNode next(JsonNode request) {
        String ticket = request.path("messages").path(1).path("content").asString("");
        List<JsonNode> results = new ArrayList<>();
        for (JsonNode message : Json.array(request, "messages")) {
            if (message.path("role").asString("").equals("tool")) {
                results.add(parsed(message.path("content").asString("")));
            }
        }
        String body = ticket.substring(Math.max(0, ticket.indexOf("\n\n")));
        List<String> script = script(phraseBook.intentOf(body));
        String step = script.get(Math.min(results.size(), script.size() - 1));
        return call(step, ticket, body, results);
    }

    private ObjectNode call(String step, String ticket, String body, List<JsonNode> results) {
        String order = orEmpty(OrderRules.first(OrderRules.ORDER, ticket));
        String email = orEmpty(OrderRules.first(EMAIL, ticket));
        ObjectNode arguments = Json.object();
        switch (step) {
            case "find_customer" -> arguments.put("email", email);
            case "get_order" -> arguments.put("order_id", order);
            case "track_shipment" -> arguments.put("tracking_number", found(results, "tracking_number"));
            case "check_stock" -> arguments.put("product", product(body, results));
            case "issue_refund" -> arguments.put("order_id", order).put("amount", found(results, "amount")).put("iban", foundOrNull(results, "iban"));
            case "update_address" -> arguments.put("customer_id", found(results, "customer_id")).put("address", address(body, results));
            case "create_return_label" -> arguments.put("order_id", order).put("email", email);
            default -> {
                return Json.toolCall("close_ticket", arguments.put("resolution", step));
            }
        }
        return Json.toolCall(step, arguments);
    }

    private String product(String body, List<JsonNode> results) {
        String lower = body.toLowerCase(java.util.Locale.ROOT);
        return products.stream().filter(lower::contains).findFirst().orElseGet(() -> found(results, "product"));
    }

    private static String address(String body, List<JsonNode> results) {
        String written = OrderRules.first(ADDRESS, body);
        return written == null ? found(results, "address") : written;
    }

    private static String found(List<JsonNode> results, String field) {
        return orEmpty(foundOrNull(results, field));
    }

    private static @Nullable String foundOrNull(List<JsonNode> results, String field) {
        return results.stream().filter(result -> result.path(field).isString()).map(result -> result.path(field).stringValue())
                .findFirst().orElse(null);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static JsonNode parsed(String result) {
        try {
            return Json.parse(result);
        } catch (tools.jackson.core.JacksonException notJson) {
            return Json.object();
        }
    }
}
