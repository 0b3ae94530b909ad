package dev.downshift.web.settings;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.limits.IntakePolicy;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The intake policy as the fields of its form. An empty field sets no limit. */
public record IntakeForm(String requestsPerSecond, String spansPerSecond, String dailyMegabytes, String keepCallsDays, String keepFilesDays, String sampleOneIn) {

    private static final int MEGABYTE = 6;

    static IntakeForm of(IntakePolicy policy) {
        return new IntakeForm(text(policy.requestsPerSecond()), text(policy.spansPerSecond()),
                policy.dailyBytes() == null ? "" : BigDecimal.valueOf(policy.dailyBytes()).movePointLeft(MEGABYTE).stripTrailingZeros().toPlainString(),
                text(policy.keepCallsDays()), text(policy.keepFilesDays()), text(policy.sampleOneIn()));
    }

    static IntakeForm of(Map<String, String> fields) {
        return new IntakeForm(field(fields, "requestsPerSecond"), field(fields, "spansPerSecond"), field(fields, "dailyMegabytes"),
                field(fields, "keepCallsDays"), field(fields, "keepFilesDays"), field(fields, "sampleOneIn"));
    }

    IntakePolicy policy() {
        return new IntakePolicy(whole("requestsPerSecond", requestsPerSecond), whole("spansPerSecond", spansPerSecond), dailyBytes(),
                whole("keepCallsDays", keepCallsDays), whole("keepFilesDays", keepFilesDays), sampleOneIn.isEmpty() ? 1 : Integer.parseInt(number("sampleOneIn", sampleOneIn)));
    }

    private @Nullable Long dailyBytes() {
        if (dailyMegabytes.isEmpty()) {
            return null;
        }
        try {
            return new BigDecimal(dailyMegabytes).movePointRight(MEGABYTE).longValueExact();
        } catch (NumberFormatException | ArithmeticException notBytes) {
            throw new InvalidInput("dailyMegabytes", "“" + dailyMegabytes + "” is not a number of megabytes.", "Write one like 500, or leave the field empty for no limit.");
        }
    }

    private static @Nullable Integer whole(String field, String text) {
        return text.isEmpty() ? null : Integer.valueOf(number(field, text));
    }

    private static String number(String field, String text) {
        if (!text.matches("-?[0-9]{1,9}")) {
            throw new InvalidInput(field, "“" + text + "” is not a whole number.", "Write one like 30.");
        }
        return text;
    }

    private static String text(@Nullable Number number) {
        return number == null ? "" : number.toString();
    }

    private static String field(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "").strip();
    }
}
