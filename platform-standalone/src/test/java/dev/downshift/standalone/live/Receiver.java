package dev.downshift.standalone.live;

import dev.downshift.api.telemetry.GrpcServer;
import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.StoredCall;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tasks.DiscoveryRun;
import dev.downshift.core.tasks.DiscoveryRuns;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Scope;
import dev.downshift.core.tenancy.Tenant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContext;

/** The receiver as an organization of its own sees it: where to send spans, with which key, and what was stored of them. */
record Receiver(int httpPort, int grpcPort, String key, Actor owner, Calls calls, Uploads uploads, DiscoveryRuns runs) {

    static Receiver of(ApplicationContext beans, int httpPort) {
        String unique = "live-" + UUID.randomUUID();
        OrganizationId organization = beans.getBean(Onboarding.class)
                .createOrganization("Live", unique, new NewPerson(unique + "@example.com", "Owner", "a password for tests"));
        Members members = beans.getBean(Members.class);
        Actor owner = members.actor(Tenant.call(organization, members::list).getFirst().person(), organization).orElseThrow();
        String key = Actor.call(owner, () -> beans.getBean(ApiKeys.class).issue("exporter", Set.of(Scope.UPLOAD), null)).secret();
        return new Receiver(httpPort, beans.getBean(GrpcServer.class).port(), key, owner, beans.getBean(Calls.class), beans.getBean(Uploads.class),
                beans.getBean(DiscoveryRuns.class));
    }

    String httpEndpoint() {
        return "http://127.0.0.1:" + httpPort;
    }

    String grpcEndpoint() {
        return "http://127.0.0.1:" + grpcPort;
    }

    /** The stored calls of a conversation, oldest first. */
    List<StoredCall> conversation(String name) {
        return all().stream().filter(call -> call.conversation().equals(name)).toList();
    }

    /** How many hand-overs are not read to their end. */
    int unread() {
        return Actor.call(owner, () -> uploads.unread(Upload.Source.OTLP));
    }

    /** Whether tasks are being looked for: a process that ends meanwhile may end in native code. */
    boolean isDiscovering() {
        return Actor.call(owner, () -> runs.recent().stream().anyMatch(run -> run.status() == DiscoveryRun.Status.QUEUED || run.status() == DiscoveryRun.Status.RUNNING));
    }

    List<StoredCall> all() {
        return Actor.call(owner, () -> {
            try (Stream<StoredCall> stored = calls.stream(CallFilter.ALL)) {
                return stored.toList();
            }
        });
    }
}
