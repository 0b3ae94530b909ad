package dev.downshift.sample;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The agent's program: what it asks an LLM to work on one ticket. A failed call is tried again, twice at most. */
final class SupportAgent {

    /** The LLM behind the agent. */
    interface Model {
        /** The assistant's message, or null when the call failed. {@code attempt} begins at 1. */
        @Nullable JsonNode ask(CallSite site, ObjectNode request, int attempt);
    }

    private static final int ATTEMPTS = 3;
    private static final int MAXIMUM_TURNS = 6;
    private static final List<String> WISHES = List.of("refund", "exchange", "return", "reship", "cancel");
    private static final Set<String> ABOUT_MONEY = Set.of("return_item", "refund_status", "refund_request", "damaged_item", "wrong_item",
            "warranty_claim", "double_charge");

    private final Tickets tickets;
    private final Requests requests;

    SupportAgent(Tickets tickets) {
        this.tickets = tickets;
        requests = new Requests(tickets);
    }

    void work(Ticket ticket, RandomGenerator random, Model model) {
        ask(CallSite.TRIAGE, requests.triage(ticket), model);
        ask(CallSite.LOOK_UP, requests.lookUp(ticket), model);
        ask(CallSite.ROUTE, requests.route(ticket), model);
        if (random.nextInt(40) == 0) {
            ask(CallSite.PLAN, requests.plan(ticket, random), model);
        }
        if (LookUpRules.isAboutAnOrder(ticket.intent())) {
            String wish = WISHES.get(random.nextInt(WISHES.size()));
            ask(CallSite.EXTRACT, requests.extract(ticket, tickets.details(ticket, wish, random)), model);
        }
        if (random.nextInt(10) < 4) {
            return;
        }
        if (ABOUT_MONEY.contains(ticket.intent()) && random.nextInt(10) < 7) {
            ask(CallSite.POLICY, requests.policy(ticket), model);
        }
        String resolution = random.nextInt(2) == 0 ? loop(ticket, random, model) : last(ToolRules.script(ticket.intent()));
        if (random.nextInt(10) < 4) {
            ask(CallSite.REPLY, requests.reply(ticket, resolution, random.nextInt(10) < 7), model);
        }
        if (random.nextInt(10) < 3) {
            String next = tickets.intents.names().get(random.nextInt(tickets.intents.names().size()));
            ask(CallSite.ROUTE, requests.route(tickets.withMessage(ticket, next, random)), model);
        }
        if (random.nextInt(4) == 0) {
            ask(CallSite.SUMMARISE, requests.summarise(ticket, resolution), model);
        }
    }

    /** Runs tools until the model closes the ticket; the resolution it closed with. */
    private String loop(Ticket ticket, RandomGenerator random, Model model) {
        ObjectNode request = requests.agent(ticket);
        for (int turn = 0; turn < MAXIMUM_TURNS; turn++) {
            JsonNode assistant = ask(CallSite.NEXT_TOOL, request, model);
            JsonNode call = assistant == null ? Json.object() : assistant.path("tool_calls").path(0);
            String tool = call.path("function").path("name").asString("");
            if (assistant == null || tool.isEmpty()) {
                return "informed";
            }
            if (tool.equals("close_ticket")) {
                return resolution(call.path("function").path("arguments").asString("{}"));
            }
            request = requests.followUp(request, assistant, call.path("id").asString(""), Shop.result(tool, ticket, random));
        }
        return "informed";
    }

    private static String resolution(String arguments) {
        try {
            return Json.parse(arguments).path("resolution").asString("informed");
        } catch (tools.jackson.core.JacksonException notJson) {
            return "informed";
        }
    }

    private static @Nullable JsonNode ask(CallSite site, ObjectNode request, Model model) {
        JsonNode answer = null;
        for (int attempt = 1; answer == null && attempt <= ATTEMPTS; attempt++) {
            answer = model.ask(site, request, attempt);
        }
        return answer;
    }

    private static String last(List<String> script) {
        return script.get(script.size() - 1);
    }
}
