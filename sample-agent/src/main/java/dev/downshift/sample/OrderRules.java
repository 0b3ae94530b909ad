package dev.downshift.sample;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads an order's details out of a message. */
final class OrderRules {

    static final Pattern ORDER = Pattern.compile("\\b[A-Z]-\\d{5}\\b");
    private static final Pattern AMOUNT = Pattern.compile("(?:\\$|€)(\\d+\\.\\d{2})\\b|\\b(\\d+[.,]\\d{2}) (?:€|EUR)");
    private static final Map<Pattern, DateTimeFormatter> DATES = Map.of(
            Pattern.compile("\\b(\\d{4}-\\d{2}-\\d{2})\\b"), DateTimeFormatter.ISO_LOCAL_DATE,
            Pattern.compile("\\b(\\d{1,2} [A-Z][a-z]+ \\d{4})\\b"), DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH),
            Pattern.compile("\\b([A-Z][a-z]+ \\d{1,2}, \\d{4})\\b"), DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.ENGLISH),
            Pattern.compile("\\b(\\d{1,2}\\.\\d{1,2}\\.\\d{4})\\b"), DateTimeFormatter.ofPattern("d.M.uuuu", Locale.ENGLISH));
    private static final Map<String, Pattern> WISHES = Map.of(
            "refund", Pattern.compile("refund|money"),
            "exchange", Pattern.compile("exchange|swap"),
            "return", Pattern.compile("send it back|return label"),
            "cancel", Pattern.compile("cancel|stop the order"),
            "reship", Pattern.compile("new one|replacement|another one"));
    private static final List<String> WISH_ORDER = List.of("exchange", "return", "cancel", "refund", "reship");

    private final List<String> products = Sections.read("phrases.txt").of("product");

    ObjectNode issue(String user) {
        String text = customerText(user);
        String lower = text.toLowerCase(Locale.ROOT);
        ObjectNode issue = Json.object().put("action", WISH_ORDER.stream()
                .filter(wish -> java.util.Objects.requireNonNull(WISHES.get(wish)).matcher(lower).find()).findFirst().orElse("refund"));
        issue.put("order_id", first(ORDER, text));
        issue.put("product", products.stream().filter(lower::contains).findFirst().orElse(null));
        issue.put("amount", amount(text));
        issue.put("date", date(text));
        return issue;
    }

    /** What the customer wrote, without the lines the agent put before it. */
    static String customerText(String user) {
        int begin = user.indexOf("Customer message:");
        return begin < 0 ? user : user.substring(begin + "Customer message:".length()).strip();
    }

    static @Nullable String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group() : null;
    }

    private static @Nullable String amount(String text) {
        Matcher matcher = AMOUNT.matcher(text);
        if (!matcher.find()) {
            return null;
        }
        String found = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return found.replace(',', '.');
    }

    private static @Nullable String date(String text) {
        for (Map.Entry<Pattern, DateTimeFormatter> form : DATES.entrySet()) {
            Matcher matcher = form.getKey().matcher(text);
            if (matcher.find()) {
                return LocalDate.parse(matcher.group(1), form.getValue()).toString();
            }
        }
        return null;
    }
}
