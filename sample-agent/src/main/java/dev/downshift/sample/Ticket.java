package dev.downshift.sample;

import java.time.LocalDate;
import java.time.ZonedDateTime;

/**
 * One customer's case: who writes, what she wants, and the order it is about. The intent is the ground truth; no
 * prompt contains it.
 */
record Ticket(
        String run,
        ZonedDateTime openedAt,
        Person customer,
        String agent,
        String store,
        String tier,
        String intent,
        String language,
        String message,
        Order order) {

    /** The order as the shop knows it; the amount in the shop's currency with two decimals. */
    record Order(String id, String product, String amount, LocalDate orderedOn, int deliveredDaysAgo, String condition, String tracking) {}
}
