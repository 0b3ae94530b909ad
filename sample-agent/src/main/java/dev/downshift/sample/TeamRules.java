package dev.downshift.sample;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which team takes a message of an intent. */
final class TeamRules {

    private static final Map<String, List<String>> INTENTS = Map.of(
            "deliveries", List.of("track_order", "change_address", "late_delivery", "missing_item"),
            "returns", List.of("return_item", "damaged_item", "wrong_item", "exchange_item", "warranty_claim"),
            "payments", List.of("cancel_order", "refund_status", "refund_request", "payment_failed", "double_charge", "invoice_request",
                    "discount_code", "gift_card"),
            "accounts", List.of("loyalty_points", "password_reset", "account_deletion", "update_email"),
            "shop", List.of("product_question", "stock_availability", "store_hours", "complaint_service"));

    private TeamRules() {}

    static String teamOf(String intent) {
        Optional<String> team = INTENTS.entrySet().stream().filter(each -> each.getValue().contains(intent)).map(Map.Entry::getKey).findFirst();
        return team.orElseThrow(() -> new IllegalArgumentException("no team takes " + intent));
    }

    /** The team that a hurried reader sends the message to instead. */
    static String otherThan(String team) {
        return team.equals("shop") ? "accounts" : "shop";
    }
}
