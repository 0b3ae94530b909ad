package dev.downshift.gateway.chat;

import dev.downshift.core.routing.LiveRoute;
import dev.downshift.core.routing.LiveRouting;
import dev.downshift.core.routing.Mode;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.engine.traces.OpenAiJson;
import dev.downshift.gateway.OpenAiError;
import dev.downshift.gateway.chat.IncumbentRelay.ClientGone;
import dev.downshift.gateway.regression.RegressionWatch;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers one chat completion: finds its route, asks whom the route says, and the incumbent whenever there is a doubt. */
@Component
class ChatGateway {

    private static final Logger LOG = LoggerFactory.getLogger(ChatGateway.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PATH = "/chat/completions";

    private final LiveRouting routing;
    private final SmallModelClient smallModels;
    private final IncumbentClient incumbents;
    private final ShadowCalls shadows;
    private final RegressionWatch watch;
    private final CallRecords records;

    ChatGateway(
            LiveRouting routing, SmallModelClient smallModels, IncumbentClient incumbents, ShadowCalls shadows, RegressionWatch watch, CallRecords records) {
        this.routing = routing;
        this.smallModels = smallModels;
        this.incumbents = incumbents;
        this.shadows = shadows;
        this.watch = watch;
        this.records = records;
    }

    void answer(byte[] body, HttpServletRequest asked, HttpServletResponse response) throws IOException {
        OrganizationId organization = Actor.current().organization();
        LiveRouting.Snapshot live = routing.current();
        JsonNode request = json(body);
        CallRecord record = new CallRecord(organization, request);
        LiveRoute route = route(live, request);
        if (route != null) {
            record.route(route);
        }
        if (route != null && request != null && goesToSmallModel(route, request)) {
            SmallAnswer answer = smallModels.ask(route, request);
            record.small(answer);
            answer.doubt().filter(doubt -> !doubt.countsAgainstModel()).ifPresentOrElse(
                    notAsked -> {}, () -> watch.answered(organization, route, answer.doubt().isPresent()));
            if (answer.doubt().isEmpty() && answer.completion() != null) {
                writeSmall(answer, request, response, record);
                return;
            }
        }
        relay(live, organization, body, asked, response, record, route, request);
    }

    private static boolean goesToSmallModel(LiveRoute route, JsonNode request) {
        return route.mode() == Mode.FULL
                || (route.mode() == Mode.CANARY && ConversationShare.includes(request, route.task().toString(), route.share()));
    }

    private void writeSmall(SmallAnswer answer, JsonNode request, HttpServletResponse response, CallRecord record) throws IOException {
        record.servedBySmallModel();
        response.setHeader("x-downshift-served-by", "slm");
        try {
            SmallAnswerWriter.write(Objects.requireNonNull(answer.completion()), request, response);
        } finally {
            records.finish(record);
        }
    }

    private void relay(LiveRouting.Snapshot live, OrganizationId organization, byte[] body, HttpServletRequest asked, HttpServletResponse response,
            CallRecord record, @Nullable LiveRoute route, @Nullable JsonNode request) throws IOException {
        if (live.incumbent().isEmpty()) {
            fail(response, record, OpenAiError.of(503, "no_incumbent", "Nobody can answer this call: no incumbent endpoint is set. Set it under Settings."));
            return;
        }
        ShadowCalls.Shadow shadow = route != null && request != null && route.mode() == Mode.SHADOW
                ? shadows.begin(organization, route, request) : ShadowCalls.Shadow.NONE;
        response.setHeader("x-downshift-served-by", "incumbent");
        record.fallback().ifPresent(doubt -> response.setHeader("x-downshift-fallback", doubt.code()));
        try (IncumbentAnswer answer = incumbents.post(live.incumbent().get(), PATH, body, asked)) {
            record.relayed(IncumbentRelay.relay(answer, response));
        } catch (ClientGone gone) {
            record.failed(499, "client_gone", "The client did not wait for the answer.");
        } catch (IOException | IllegalArgumentException unreachable) {
            record.failed(502, "incumbent_unreachable", "The incumbent could not be reached.");
            LOG.warn("The incumbent of organization {} could not be reached: {}", organization, unreachable.toString());
            OpenAiError.of(502, "incumbent_unreachable", "The incumbent endpoint could not be reached. Look at its address under Settings.").write(response);
        }
        record.answered();
        shadow.compare(record, () -> records.finish(record));
    }

    private void fail(HttpServletResponse response, CallRecord record, OpenAiError error) throws IOException {
        record.failed(error.status(), error.code(), error.message());
        records.finish(record);
        error.write(response);
    }

    private @Nullable LiveRoute route(LiveRouting.Snapshot live, @Nullable JsonNode request) {
        if (request == null || live.routesNothing()) {
            return null;
        }
        try {
            Optional<LiveRoute> route = live.route(OpenAiJson.call(request, null));
            return route.orElse(null);
        } catch (RuntimeException doubt) {
            LOG.debug("A call could not be matched to a task: {}", doubt.toString());
            return null;
        }
    }

    private static @Nullable JsonNode json(byte[] body) {
        try {
            JsonNode read = JSON.readTree(body);
            return read.isObject() ? read : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }
}
