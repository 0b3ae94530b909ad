package dev.downshift.core.evaluation;

import dev.downshift.core.evaluation.ChatModel.Reply;
import dev.downshift.core.routing.ModelServers;
import dev.downshift.core.routing.ModelUnavailable;
import dev.downshift.core.routing.ServableModel;
import java.net.URI;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** A model that Downshift serves itself. Its silence is its server's fault and never counts as an answer: a lost server is served again. */
final class SmallModel {

    private static final int SERVINGS = 3;

    private final ServableModel model;
    private final ModelServers servers;
    private final Function<URI, ChatModel> client;

    /** @param client how to ask whatever listens at an address */
    SmallModel(ServableModel model, ModelServers servers, Function<URI, ChatModel> client) {
        this.model = model;
        this.servers = servers;
        this.client = client;
    }

    String name() {
        return model.name();
    }

    /**
     * Waits until it can be asked.
     *
     * @throws ModelUnavailable when it does not come up
     */
    void await() {
        servers.serve(model);
    }

    /**
     * Its reply, which may be a failure of its own.
     *
     * @throws ModelUnavailable when nobody answers
     */
    Reply ask(ObjectNode request) throws InterruptedException {
        Reply reply = serveAndAsk(request);
        for (int again = 1; !reply.reached() && again < SERVINGS; again++) {
            reply = serveAndAsk(request);
        }
        if (!reply.reached()) {
            throw new ModelUnavailable("The server of model %s does not answer (%s). Look into its log, then start the evaluation again."
                    .formatted(name(), reply.failure()), null);
        }
        return reply;
    }

    private Reply serveAndAsk(ObjectNode request) throws InterruptedException {
        return client.apply(servers.serve(model).resolve("/v1")).ask(request);
    }
}
