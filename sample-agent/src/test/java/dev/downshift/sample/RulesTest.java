package dev.downshift.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class RulesTest {

    private final Tickets tickets = new Tickets();
    private final Requests requests = new Requests(tickets);
    private final Rules rules = new Rules(tickets);
    private final SplittableRandom random = new SplittableRandom(3);
    private final Ticket ticket = tickets.invent(random, "run-1", ZonedDateTime.of(2026, 10, 5, 9, 0, 0, 0, ZoneOffset.UTC));

    @Test
    void recogniseEveryCallSite() {
        assertThat(Rules.callSite(requests.triage(ticket))).contains(CallSite.TRIAGE);
        assertThat(Rules.callSite(requests.lookUp(ticket))).contains(CallSite.LOOK_UP);
        assertThat(Rules.callSite(requests.route(ticket))).contains(CallSite.ROUTE);
        assertThat(Rules.callSite(requests.extract(ticket, "x"))).contains(CallSite.EXTRACT);
        assertThat(Rules.callSite(requests.agent(ticket))).contains(CallSite.NEXT_TOOL);
        assertThat(Rules.callSite(requests.policy(ticket))).contains(CallSite.POLICY);
        assertThat(Rules.callSite(requests.reply(ticket, "informed", true))).contains(CallSite.REPLY);
        assertThat(Rules.callSite(requests.summarise(ticket, "informed"))).contains(CallSite.SUMMARISE);
        assertThat(Rules.callSite(requests.plan(ticket, random))).contains(CallSite.PLAN);
        assertThat(Rules.callSite(Json.parse("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))).isEmpty();
    }

    @Test
    void extractEveryFieldTheMessageGives() {
        for (int round = 0; round < 300; round++) {
            Ticket other = tickets.invent(random, "run-1", ticket.openedAt());
            String details = tickets.details(other, "exchange", random);
            JsonNode arguments = Json.parse(rules.answer(requests.extract(other, details), 0).path("tool_calls").path(0).path("function")
                    .path("arguments").asString(""));
            assertThat(arguments.path("action").asString("")).as(details).isEqualTo("exchange");
            assertThat(arguments.path("order_id").asString("")).as(details).isEqualTo(other.order().id());
            assertThat(arguments.path("product").asString("")).as(details).isEqualTo(other.order().product());
            assertThat(arguments.path("amount").asString("")).as(details).isIn("", other.order().amount());
            assertThat(arguments.path("date").asString("")).as(details).isIn("", other.order().orderedOn().toString());
        }
    }

    @Test
    void answerARedactedPromptWithItsSurrogates() {
        ObjectNode request = requests.agent(ticket);
        String redacted = Json.write(request).replace(ticket.customer().email(), "quinn.abbot17@redacted.example").replace(ticket.customer().name(), "Quinn Abbot");
        JsonNode function = rules.answer(Json.parse(redacted), 0).path("tool_calls").path(0).path("function");
        if (function.path("name").asString("").equals("find_customer")) {
            assertThat(function.path("arguments").asString("")).contains("quinn.abbot17@redacted.example");
        }
        JsonNode original = rules.answer(request, 0).path("tool_calls").path(0).path("function");
        assertThat(function.path("name")).isEqualTo(original.path("name"));
    }

    @Test
    void workALoopToItsEnd() {
        for (String intent : tickets.intents.names()) {
            Ticket other = tickets.withMessage(ticket, intent, random);
            ObjectNode request = requests.agent(other);
            String closed = "";
            for (int turn = 0; turn < 6 && closed.isEmpty(); turn++) {
                JsonNode message = rules.answer(request, 0);
                JsonNode function = message.path("tool_calls").path(0).path("function");
                String tool = function.path("name").asString("");
                JsonNode arguments = Json.parse(function.path("arguments").asString(""));
                arguments.properties().forEach(argument -> assertThat(argument.getValue().asString("null")).as(tool).isNotEmpty());
                closed = tool.equals("close_ticket") ? arguments.path("resolution").asString("") : "";
                request = requests.followUp(request, message, "call_1", Shop.result(tool, other, random));
            }
            assertThat(closed).as(intent).isEqualTo(ToolRules.script(rules.phraseBook().intentOf(other.message())).getLast());
        }
    }

    @Test
    void applyTheFirstPolicyRuleThatFits() {
        assertThat(decide("750.00", 3, "opened", "gold")).isEqualTo("R1");
        assertThat(decide("20.00", 29, "damaged on arrival", "silver")).isEqualTo("R2");
        assertThat(decide("20.00", 14, "opened", "silver")).isEqualTo("R3");
        assertThat(decide("20.00", 40, "unopened", "platinum")).isEqualTo("R4");
        assertThat(decide("20.00", 20, "opened", "silver")).isEqualTo("R5");
        assertThat(decide("20.00", 40, "unopened", "silver")).isEqualTo("R6");
    }

    private static String decide(String amount, int days, String condition, String tier) {
        return PolicyRules.decide("Customer: Ann, tier %s, paid\nOrder: A-1, x, amount %s\nDelivered: %d days ago\nCondition: %s"
                .formatted(tier, amount, days, condition)).path("rule").asString("");
    }

    @Test
    void cardsAndAccountsPassTheirChecks() {
        for (int round = 0; round < 200; round++) {
            Person person = Person.invent(tickets.words, random);
            assertThat(luhn(person.card().replace(" ", ""))).isTrue();
            String iban = person.iban().replace(" ", "");
            assertThat(new java.math.BigInteger(iban.substring(4) + "1314" + iban.substring(2, 4)).mod(java.math.BigInteger.valueOf(97)).intValue()).isOne();
        }
        assertThat(List.of(ticket.customer().email())).allMatch(email -> email.contains("@"));
    }

    private static boolean luhn(String digits) {
        int sum = 0;
        for (int index = 0; index < digits.length(); index++) {
            int digit = digits.charAt(digits.length() - 1 - index) - '0';
            int weighted = index % 2 == 1 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
