package dev.downshift.engine.discovery;

import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.Message;
import dev.downshift.engine.traces.Message.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Made-up calls of an agent with four call sites, with slots, dates, shuffled examples, history and failures. */
final class Prompts {

    private static final List<String> WORDS = List.of("refund", "shoes", "late", "broken", "invoice", "blue", "parcel", "address",
            "cancel", "size", "exchange", "voucher", "login", "password", "newsletter", "gift", "warranty", "screen");
    private static final List<String> EXAMPLES = List.of("Where is my order? -> tracking", "I want my money back -> refund",
            "The zip is stuck -> defect", "Change my street please -> address", "Do you ship to Malta -> shipping", "Stop the mails -> newsletter");
    private static final String POLICY = """
            You work for the shop Hill and Dale, which sells outdoor gear.
            Never promise a delivery date that the system does not show.
            Always stay polite and never mention other shops.
            """;

    private final Random random;

    Prompts(long seed) {
        random = new Random(seed);
    }

    /** Calls with the name of their site as their model. */
    List<LlmCall> calls(int count) {
        List<LlmCall> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(switch (i % 4) {
                case 0 -> route(i);
                case 1 -> extract(i);
                case 2 -> reply(i);
                default -> summarise(i);
            });
        }
        return calls;
    }

    private LlmCall route(int i) {
        List<String> examples = new ArrayList<>(EXAMPLES);
        Collections.shuffle(examples, random);
        String system = POLICY + "Today is Monday, 2026-03-" + (1 + random.nextInt(28)) + ".\nSort the message of the customer into one of the known topics and say nothing else.\n"
                + String.join("\n", examples.subList(0, 3));
        return call("route", i, List.of(Message.of(Role.SYSTEM, system), Message.of(Role.USER, words(8))), "topic-" + i % 3);
    }

    private LlmCall extract(int i) {
        String system = POLICY + "Read the order below and return its number and amount as JSON with the keys order and amount.";
        String user = "Order of " + words(2) + " placed in " + words(1) + ":\n" + words(12);
        return call("extract", i, List.of(Message.of(Role.SYSTEM, system), Message.of(Role.USER, user)),
                "{\"order\": \"" + i + "\", \"amount\": " + random.nextInt(90) + "}");
    }

    private LlmCall reply(int i) {
        List<Message> messages = new ArrayList<>();
        messages.add(Message.of(Role.SYSTEM, "You write to customers in a warm and short manner.\nPlan of the customer: "
                + (i % 3 == 0 ? "gold" : "silver") + "\nSign every message with the name of the shop."));
        for (int turn = 0; turn <= random.nextInt(5); turn++) {
            if (turn > 0) {
                messages.add(Message.of(Role.ASSISTANT, words(15)));
            }
            messages.add(Message.of(Role.USER, words(10)));
        }
        return call("reply", i, messages, words(25));
    }

    private LlmCall summarise(int i) {
        String user = "Summarise the following thread in two sentences: " + words(40) + "\n\nWrite for a colleague who has no time.";
        return call("summarise", i, List.of(Message.of(Role.USER, user)), words(20));
    }

    private LlmCall call(String site, int i, List<Message> messages, String answer) {
        return new LlmCall(new LlmCall.Position(i, 0, i + 1L, 0), null, "run-" + random.nextInt(1 << 20), null, site, messages,
                List.of(), Map.of(), Message.of(Role.ASSISTANT, answer), "stop", null, null, null, Map.of());
    }

    private String words(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.append(' ').append(random.nextInt(100_000)).toString();
    }
}
