package dev.downshift.gateway.chat;

import dev.downshift.core.routing.LiveRoute;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.gateway.chat.IncumbentRelay.Relayed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of one call, as it will be logged: a line of the chat-completion log with one object more that says how it was routed. */
final class CallRecord {

    private final OrganizationId organization;
    private final @Nullable JsonNode request;
    private final Instant begun = Instant.now();
    private final long begunNanos = System.nanoTime();
    private @Nullable LiveRoute route;
    private @Nullable SmallAnswer small;
    private boolean servedBySmallModel;
    private @Nullable JsonNode response;
    private @Nullable JsonNode error;
    private int status = 200;
    private @Nullable Duration latency;
    private @Nullable ObjectNode shadow;

    CallRecord(OrganizationId organization, @Nullable JsonNode request) {
        this.organization = organization;
        this.request = request;
    }

    OrganizationId organization() {
        return organization;
    }

    void route(LiveRoute found) {
        route = found;
    }

    void small(SmallAnswer answer) {
        small = answer;
    }

    void servedBySmallModel() {
        servedBySmallModel = true;
        response = small == null ? null : small.completion();
        answered();
    }

    void relayed(Relayed relayed) {
        status = relayed.status();
        response = relayed.completion();
        error = relayed.error();
    }

    void failed(int failure, String code, String message) {
        status = failure;
        error = JsonNodeFactory.instance.objectNode().put("code", code).put("message", message);
    }

    /** The last byte went out. */
    void answered() {
        latency = Duration.ofNanos(System.nanoTime() - begunNanos);
    }

    /** The incumbent's completion, if it answered. */
    @Nullable JsonNode response() {
        return response;
    }

    void shadow(SmallAnswer answer, Optional<Boolean> agrees) {
        ObjectNode compared = JsonNodeFactory.instance.objectNode();
        agrees.ifPresent(value -> compared.put("agrees", value));
        compared.put("doubt", answer.doubt().map(Doubt::code).orElse(null));
        compared.put("slm_latency_ms", answer.latency().toMillis());
        shadow = compared;
    }

    Optional<Doubt> fallback() {
        return small == null || servedBySmallModel ? Optional.empty() : small.doubt();
    }

    String servedBy() {
        return servedBySmallModel ? "slm" : "incumbent";
    }

    String mode() {
        return route == null ? "OFF" : route.mode().name();
    }

    /** The line of the log; none for what was no chat completion at all. */
    Optional<ObjectNode> line() {
        if (request == null || !request.path("messages").isArray()) {
            return Optional.empty();
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("timestamp", begun.toString());
        line.put("latency_ms", latency == null ? 0 : latency.toMillis());
        line.set("request", request);
        if (response != null) {
            line.set("response", response);
        }
        if (error != null) {
            line.put("status", status);
            line.set("error", error);
        }
        JsonNode conversation = request.path("metadata").path("conversation_id");
        if (conversation.isString()) {
            line.set("conversation_id", conversation);
        }
        line.set("downshift", routed());
        return Optional.of(line);
    }

    private ObjectNode routed() {
        ObjectNode routed = JsonNodeFactory.instance.objectNode();
        routed.put("task", route == null ? null : route.task().toString());
        routed.put("mode", mode());
        routed.put("served_by", servedBy());
        routed.put("candidate", route == null ? null : route.model().name());
        routed.put("incumbent_model", request != null && request.path("model").isString() ? request.path("model").stringValue() : null);
        routed.put("fallback", fallback().map(Doubt::code).orElse(null));
        if (small != null) {
            routed.put("slm_latency_ms", small.latency().toMillis());
        }
        if (shadow != null) {
            routed.set("shadow", shadow);
            routed.set("slm_latency_ms", shadow.path("slm_latency_ms"));
        }
        return routed;
    }
}
