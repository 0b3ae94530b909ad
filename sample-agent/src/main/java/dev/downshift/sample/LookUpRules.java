package dev.downshift.sample;

import java.util.Set;

/** Whether answering a message of an intent needs one of the customer's orders. */
final class LookUpRules {

    private static final String NEEDED = "needed";
    private static final String NOT_NEEDED = "not needed";
    private static final Set<String> ABOUT_ORDERS = Set.of("track_order", "cancel_order", "change_address", "return_item", "refund_status",
            "refund_request", "damaged_item", "wrong_item", "missing_item", "late_delivery", "exchange_item", "warranty_claim", "double_charge",
            "payment_failed", "invoice_request");

    private LookUpRules() {}

    static boolean isAboutAnOrder(String intent) {
        return ABOUT_ORDERS.contains(intent);
    }

    static String decide(String intent) {
        return isAboutAnOrder(intent) ? NEEDED : NOT_NEEDED;
    }

    /** What a hurried reader decides instead. */
    static String otherThan(String decision) {
        return decision.equals(NEEDED) ? NOT_NEEDED : NEEDED;
    }
}
