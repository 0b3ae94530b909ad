package dev.downshift.sample;

import dev.downshift.sample.Ticket.Order;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Builds the chat-completion requests of the nine call sites. */
final class Requests {

    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);

    private final Map<CallSite, String> prompts = new EnumMap<>(CallSite.class);
    private final JsonNode tools = Json.parse(Sections.text("tools.json"));
    private final Tickets tickets;

    Requests(Tickets tickets) {
        this.tickets = tickets;
        String intents = String.join(", ", tickets.intents.names());
        put(CallSite.TRIAGE, "triage");
        put(CallSite.LOOK_UP, "look-up");
        put(CallSite.ROUTE, "route");
        put(CallSite.EXTRACT, "extract");
        put(CallSite.NEXT_TOOL, "agent");
        put(CallSite.POLICY, "policy");
        put(CallSite.REPLY, "reply");
        put(CallSite.SUMMARISE, "summarise");
        put(CallSite.PLAN, "plan");
        prompts.computeIfPresent(CallSite.ROUTE, (site, prompt) -> prompt.replace("<intents>", intents));
    }

    private void put(CallSite site, String resource) {
        prompts.put(site, Sections.text("prompts/" + resource + ".txt").strip());
    }

    ObjectNode triage(Ticket ticket) {
        ObjectNode request = request("gpt-4.1", CallSite.TRIAGE, ticket, ticket.message());
        request.put("temperature", 0).put("max_tokens", 16).putObject("response_format").put("type", "json_object");
        return request;
    }

    ObjectNode lookUp(Ticket ticket) {
        ObjectNode request = request("gpt-4.1", CallSite.LOOK_UP, ticket, ticket.message());
        request.put("temperature", 0).put("max_tokens", 16).putObject("response_format").put("type", "json_object");
        return request;
    }

    ObjectNode route(Ticket ticket) {
        ObjectNode request = request("gpt-4.1", CallSite.ROUTE, ticket, ticket.message());
        request.put("temperature", 0).put("max_tokens", 24).putObject("response_format").put("type", "json_object");
        return request;
    }

    ObjectNode extract(Ticket ticket, String details) {
        ObjectNode request = request("gpt-4.1", CallSite.EXTRACT, ticket,
                "Store: %s%nToday: %s%n%nCustomer message:%n%s".formatted(ticket.store(), ticket.openedAt().toLocalDate(), details));
        request.put("temperature", 0).put("tool_choice", "required").set("tools", tools.path("extract"));
        return request;
    }

    /** The first turn of the agent's loop. */
    ObjectNode agent(Ticket ticket) {
        Person customer = ticket.customer();
        ObjectNode request = request("gpt-4.1", CallSite.NEXT_TOOL, ticket, "Ticket %s%nFrom: %s <%s>%nOrder: %s%n%n%s".formatted(
                ticket.run().substring(4), customer.name(), customer.email(), ticket.order().id(), ticket.message()));
        request.put("temperature", 0.2).put("parallel_tool_calls", false).set("tools", tools.path("agent"));
        return request;
    }

    /** The next turn: the same request with the model's tool call and the tool's result. */
    ObjectNode followUp(ObjectNode previous, JsonNode assistant, String callId, String result) {
        ObjectNode request = previous.deepCopy();
        Json.array(request, "messages").add(assistant.deepCopy())
                .add(Json.object().put("role", "tool").put("tool_call_id", callId).put("content", result));
        return request;
    }

    ObjectNode policy(Ticket ticket) {
        Order order = ticket.order();
        ObjectNode request = request("gpt-4.1", CallSite.POLICY, ticket, """
                Customer: %s, tier %s, paid with card %s
                Order: %s, %s, amount %s
                Delivered: %d days ago
                Condition: %s""".formatted(ticket.customer().name(), ticket.tier(), ticket.customer().card(), order.id(), order.product(),
                order.amount(), order.deliveredDaysAgo(), order.condition()));
        request.put("temperature", 0).put("max_tokens", 40).putObject("response_format").put("type", "json_object");
        return request;
    }

    ObjectNode reply(Ticket ticket, String resolution, boolean stream) {
        ObjectNode request = request("gpt-4.1", CallSite.REPLY, ticket, """
                Ticket from %s <%s>, order %s:
                %s

                Resolution: %s""".formatted(ticket.customer().name(), ticket.customer().email(), ticket.order().id(), ticket.message(), resolution));
        request.put("temperature", 0.7).put("max_tokens", 300);
        return stream ? streamed(request) : request;
    }

    ObjectNode summarise(Ticket ticket, String resolution) {
        Person customer = ticket.customer();
        return request("gpt-4.1-mini", CallSite.SUMMARISE, ticket, """
                Thread of ticket %s
                %s (%s, %s): %s
                %s: I have it in front of me, order %s. One moment please.
                Note: %s, shipped to %s, resolution: %s""".formatted(ticket.run().substring(4), customer.name(), customer.email(), customer.phone(),
                ticket.message(), ticket.agent(), ticket.order().id(), ticket.order().product(), customer.address(), resolution))
                .put("temperature", 0.3);
    }

    ObjectNode plan(Ticket ticket, RandomGenerator random) {
        StringBuilder week = new StringBuilder("Open tickets: " + (40 + random.nextInt(900)) + "\n");
        for (int line = 0; line < 4; line++) {
            week.append(tickets.intents.names().get(random.nextInt(25))).append(": ").append(random.nextInt(200)).append(" new, ")
                    .append(random.nextInt(30)).append(" reopened\n");
        }
        week.append("Said in the stand-up: ").append(ticket.message());
        return streamed(request("gpt-4.1", CallSite.PLAN, ticket, week.toString()).put("temperature", 1.0).put("max_tokens", 900));
    }

    private ObjectNode request(String model, CallSite site, Ticket ticket, String user) {
        String system = Grammar.fill(java.util.Objects.requireNonNull(prompts.get(site)), slot -> switch (slot) {
            case "store" -> ticket.store();
            case "today" -> TODAY.format(ticket.openedAt());
            case "agent" -> ticket.agent();
            case "tier" -> ticket.tier();
            default -> throw new IllegalArgumentException("no slot " + slot);
        });
        ObjectNode request = Json.object().put("model", model);
        request.putArray("messages").add(Json.message("system", system)).add(Json.message("user", user));
        return request;
    }

    private static ObjectNode streamed(ObjectNode request) {
        request.put("stream", true).putObject("stream_options").put("include_usage", true);
        return request;
    }
}
