package dev.downshift.sample;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The refund policy of the prompt, applied. */
final class PolicyRules {

    private static final Pattern AMOUNT = Pattern.compile("amount (\\d+\\.\\d{2})");
    private static final Pattern DAYS = Pattern.compile("Delivered: (\\d+) days");

    private PolicyRules() {}

    static ObjectNode decide(String facts) {
        double amount = number(AMOUNT, facts);
        double days = number(DAYS, facts);
        boolean loyal = facts.contains("tier gold") || facts.contains("tier platinum");
        boolean unopened = facts.contains("Condition: unopened");
        if (amount > 500) {
            return decision("escalate", "R1", "none");
        }
        if (facts.contains("Condition: damaged") && days <= 30) {
            return decision("approve", "R2", "full");
        }
        if (days <= 14) {
            return decision("approve", "R3", "full");
        }
        if (loyal && unopened && days <= 45) {
            return decision("approve", "R4", "full");
        }
        return facts.contains("Condition: opened") && days <= 30 ? decision("approve", "R5", "half") : decision("deny", "R6", "none");
    }

    private static double number(Pattern pattern, String facts) {
        Matcher matcher = pattern.matcher(facts);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }

    private static ObjectNode decision(String decision, String rule, String refund) {
        return Json.object().put("decision", decision).put("rule", rule).put("refund", refund);
    }
}
