package dev.downshift.sample;

import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Writes the texts: replies, summaries and plans. */
final class TextRules {

    private static final Pattern SENDER = Pattern.compile("from ([^\\n<]+) <");
    private static final Pattern CUSTOMER = Pattern.compile("\\n([^\\n(]+) \\([^)\\n]*\\): ([^\\n]*)");
    private static final Pattern AGENT = Pattern.compile("sign as ([^.\\n]+)");
    private static final Pattern TIER = Pattern.compile("tier is (\\w+)");
    private static final Pattern RESOLUTION = Pattern.compile("(?i)resolution: (\\w+)");
    private static final String[] WEEKDAYS = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday"};

    private final Sections texts = Sections.read("texts.txt");
    private final Sections words = Sections.read("phrases.txt");

    String reply(JsonNode request, String user, RandomGenerator random) {
        String system = request.path("messages").path(0).path("content").asString("");
        String tier = group(TIER, system, "standard");
        String resolution = group(RESOLUTION, user, "informed");
        UnaryOperator<String> slots = slot -> switch (slot) {
            case "first" -> group(SENDER, user, "customer").split(" ", -1)[0];
            case "order" -> orderOf(user);
            case "agent" -> group(AGENT, system, "the support team");
            default -> tier;
        };
        StringBuilder reply = new StringBuilder(Grammar.fill(texts.pick("greeting", random), slots)).append("\n\n");
        if (!resolution.equals("informed")) {
            reply.append(texts.pick("sorry", random)).append(' ');
        }
        reply.append(Grammar.fill(texts.pick(texts.has(resolution) ? resolution : "informed", random), slots));
        if (tier.equals("gold") || tier.equals("platinum")) {
            reply.append(' ').append(Grammar.fill(texts.pick("loyal", random), slots));
        }
        reply.append(' ').append(texts.pick("next", random)).append("\n\n");
        return reply.append(Grammar.fill(texts.pick("bye", random), slots)).toString();
    }

    /** What the customer of a thread wrote; the whole thread where her line is not found. */
    static String messageOf(String thread) {
        Matcher matcher = CUSTOMER.matcher(thread);
        return matcher.find() ? matcher.group(2) : thread;
    }

    String summary(String user, String intent, RandomGenerator random) {
        String customer = group(CUSTOMER, user, "The customer");
        String about = intent.replace('_', ' ');
        String resolution = group(RESOLUTION, user, "informed").toLowerCase(Locale.ROOT).replace('_', ' ');
        String open = random.nextInt(3) == 0 ? "A reply is still to be sent." : "Nothing is open.";
        return "%s wrote about %s (order %s). Outcome: %s. %s".formatted(customer, about, orderOf(user), resolution, open);
    }

    String plan(RandomGenerator random) {
        StringBuilder plan = new StringBuilder();
        for (String section : new String[] {"load", "try", "try", "cost", "risk", "measure"}) {
            plan.append(Grammar.expand(texts.pick(section, random), random, slot -> switch (slot) {
                case "weekday" -> WEEKDAYS[random.nextInt(WEEKDAYS.length)];
                case "count" -> String.valueOf(5 + random.nextInt(300));
                case "amount" -> (10 + random.nextInt(90)) + ".00";
                default -> words.pick("first", random);
            })).append(random.nextBoolean() ? "\n\n" : " ");
        }
        return plan.toString().strip();
    }

    private static String orderOf(String text) {
        String order = OrderRules.first(OrderRules.ORDER, text);
        return order == null ? "unknown" : order;
    }

    private static String group(Pattern pattern, String text, String otherwise) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1).strip() : otherwise;
    }
}
