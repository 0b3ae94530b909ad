package dev.downshift.api.telemetry;

import dev.downshift.api.security.PresentedKey;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.ApiKey;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Permission;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Objects;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Who sends spans by gRPC: the bearer of the API key in the metadata {@code authorization}, asked before the message is read. */
@Component
class GrpcSender implements ServerInterceptor {

    private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<Actor> SENDER = Context.key("sender");

    private final ApiKeys keys;

    GrpcSender(ApiKeys keys) {
        this.keys = keys;
    }

    /** Whoever sent the message that is being handled. */
    static Actor current() {
        return Objects.requireNonNull(SENDER.get(), "nobody sent this");
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Optional<ApiKey.Bearer> bearer;
        try {
            bearer = PresentedKey.in(headers.get(AUTHORIZATION)).flatMap(keys::authenticate);
        } catch (DataAccessException | TransactionException away) {
            return refuse(call, Status.UNAVAILABLE.withDescription("API keys cannot be looked up at the moment. Send the spans again in a little while."));
        }
        if (bearer.isEmpty()) {
            return refuse(call, Status.UNAUTHENTICATED.withDescription("Send an API key as metadata 'authorization: Bearer dsk_...'. Keys are made under Settings."));
        }
        Actor actor = bearer.get().actor();
        if (!actor.may(Permission.UPLOAD)) {
            return refuse(call, Status.PERMISSION_DENIED.withDescription("This API key may not send spans; make one with the scope UPLOAD."));
        }
        return Contexts.interceptCall(Context.current().withValue(SENDER, actor), call, headers, next);
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Status status) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() { };
    }
}
