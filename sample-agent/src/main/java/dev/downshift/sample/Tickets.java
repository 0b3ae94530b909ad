package dev.downshift.sample;

import dev.downshift.sample.Ticket.Order;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Invents tickets from the phrase lists. */
final class Tickets {

    private static final List<String> TIERS = List.of("standard", "standard", "silver", "gold", "platinum");
    private static final List<String> CONDITIONS = List.of("opened", "unopened", "damaged on arrival");
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.ISO_LOCAL_DATE,
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("d.M.uuuu", Locale.ENGLISH));
    private static final int FOREIGN_PERCENT = 3;

    final Sections intents = Sections.read("intents.txt");
    final Sections words = Sections.read("phrases.txt");

    Ticket invent(RandomGenerator random, String run, ZonedDateTime openedAt) {
        List<String> names = intents.names();
        String intent = names.get(random.nextInt(names.size()));
        Person customer = Person.invent(words, random);
        Order order = order(random, openedAt.toLocalDate());
        String agent = words.pick("first", random) + " " + words.pick("last", random);
        String store = words.pick("store", random);
        String tier = TIERS.get(random.nextInt(TIERS.size()));
        Ticket blank = new Ticket(run, openedAt, customer, agent, store, tier, intent, "en", "", order);
        return withMessage(blank, intent, random);
    }

    /** The same case with another message, for instance a follow-up about something else. */
    Ticket withMessage(Ticket ticket, String intent, RandomGenerator random) {
        boolean foreign = random.nextInt(100) < FOREIGN_PERCENT;
        List<String> phrases = intents.of(intent).stream().filter(phrase -> phrase.startsWith("en ") != foreign).toList();
        String phrase = phrases.get(random.nextInt(phrases.size()));
        String language = phrase.substring(0, 2);
        UnaryOperator<String> slots = slots(ticket, random);
        String core = capital(Grammar.expand(phrase.substring(3), random, slots), random);
        String message = foreign ? core : surrounded(core, random, slots);
        return new Ticket(ticket.run(), ticket.openedAt(), ticket.customer(), ticket.agent(), ticket.store(), ticket.tier(),
                intent, language, random.nextInt(100) < 14 ? Typos.in(message, random) : message, ticket.order());
    }

    /** What a customer writes when asked for the details of her order. */
    String details(Ticket ticket, String action, RandomGenerator random) {
        String kind = switch (random.nextInt(10)) {
            case 0 -> "detail_missing_amount";
            case 1 -> "detail_missing_date";
            default -> "details";
        };
        UnaryOperator<String> slots = slots(ticket, random);
        String facts = Grammar.expand(words.pick(kind, random), random, slots);
        String wish = capital(Grammar.expand(words.pick("wish_" + action, random), random, slots), random) + ".";
        String both = random.nextInt(3) == 0 ? wish + " " + facts : facts + " " + wish;
        return switch (random.nextInt(5)) {
            case 0 -> surrounded(both, random, slots);
            case 1 -> capital(words.pick("opener", random).replace("<store>", ticket.store()), random) + " " + both;
            default -> both;
        };
    }

    private String surrounded(String core, RandomGenerator random, UnaryOperator<String> slots) {
        StringBuilder message = new StringBuilder();
        if (random.nextInt(2) == 0) {
            message.append(capital(Grammar.fill(words.pick("opener", random), slots), random)).append(' ');
        }
        boolean fillerFirst = random.nextBoolean();
        String filler = random.nextInt(5) < 2 ? Grammar.fill(words.pick("filler", random), slots) : "";
        if (fillerFirst && !filler.isEmpty()) {
            message.append(filler).append(' ');
        }
        message.append(core);
        if (".?!".indexOf(core.charAt(core.length() - 1)) < 0) {
            message.append(random.nextInt(4) == 0 ? "" : ".");
        }
        if (!fillerFirst && !filler.isEmpty()) {
            message.append(' ').append(filler);
        }
        if (random.nextInt(3) == 0) {
            message.append(' ').append(capital(words.pick("closer", random), random));
        }
        if (random.nextInt(4) == 0) {
            message.append(' ').append(Grammar.fill(words.pick("signature", random), slots));
        }
        return message.toString();
    }

    private UnaryOperator<String> slots(Ticket ticket, RandomGenerator random) {
        Person customer = ticket.customer();
        Order order = ticket.order();
        return name -> switch (name) {
            case "order" -> order.id();
            case "product" -> order.product();
            case "product2" -> words.pick("product", random);
            case "amount" -> amount(order.amount(), random);
            case "date" -> DATES.get(random.nextInt(DATES.size())).format(order.orderedOn());
            case "weekday" -> DayOfWeek.of(1 + random.nextInt(7)).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "month" -> Month.of(1 + random.nextInt(12)).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "address" -> Person.address(words, random);
            case "store" -> ticket.store();
            case "tier" -> ticket.tier();
            case "name" -> customer.name();
            case "first" -> customer.first();
            case "email" -> customer.email();
            case "phone" -> customer.phone();
            case "card" -> customer.card();
            case "iban" -> customer.iban();
            default -> throw new IllegalArgumentException("no slot " + name);
        };
    }

    private static String amount(String amount, RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> "$" + amount;
            case 1 -> amount.replace('.', ',') + " €";
            case 2 -> amount + " EUR";
            default -> "€" + amount;
        };
    }

    private Order order(RandomGenerator random, LocalDate today) {
        String id = "%c-%05d".formatted('A' + random.nextInt(6), 10_000 + random.nextInt(90_000));
        int cents = random.nextInt(12) == 0 ? 50_000 + random.nextInt(60_000) : 600 + random.nextInt(24_000);
        int deliveredDaysAgo = 1 + random.nextInt(60);
        String tracking = "TRK-%05d-%c%c".formatted(random.nextInt(100_000), 'A' + random.nextInt(26), 'A' + random.nextInt(26));
        return new Order(id, words.pick("product", random), "%d.%02d".formatted(cents / 100, cents % 100),
                today.minusDays(deliveredDaysAgo + 3L), deliveredDaysAgo, CONDITIONS.get(random.nextInt(CONDITIONS.size())), tracking);
    }

    private static String capital(String text, RandomGenerator random) {
        return text.isEmpty() || random.nextInt(4) == 0 ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
