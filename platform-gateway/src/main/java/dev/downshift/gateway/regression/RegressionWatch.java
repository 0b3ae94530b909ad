package dev.downshift.gateway.regression;

import dev.downshift.core.routing.LiveRoute;
import dev.downshift.core.routing.Routes;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.engine.evaluation.AnytimeValidRate;
import dev.downshift.gateway.GatewaySettings;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Watches each routed model's fallbacks and its disagreements with the incumbent, and rolls it back when they are proven to be too many. */
@Component
public class RegressionWatch {

    private static final Logger LOG = LoggerFactory.getLogger(RegressionWatch.class);

    private final Routes routes;
    private final GatewaySettings settings;
    private final Map<Watched, AnytimeValidRate> tests = new ConcurrentHashMap<>();

    private enum Kind {
        FALLBACK,
        DISAGREEMENT
    }

    private record Watched(OrganizationId organization, TaskId task, int version, Kind kind) {}

    RegressionWatch(Routes routes, GatewaySettings settings) {
        this.routes = routes;
        this.settings = settings;
    }

    /** The model was asked, and its answer was valid or not. */
    public void answered(OrganizationId organization, LiveRoute route, boolean fellBack) {
        observe(organization, route, Kind.FALLBACK, fellBack);
    }

    /** The model's valid answer was compared with the incumbent's. */
    public void compared(OrganizationId organization, LiveRoute route, boolean agrees) {
        observe(organization, route, Kind.DISAGREEMENT, !agrees);
    }

    private void observe(OrganizationId organization, LiveRoute route, Kind kind, boolean failed) {
        Watched watched = new Watched(organization, route.task(), route.version(), kind);
        if (!tests.containsKey(watched)) {
            tests.keySet().removeIf(old -> old.organization().equals(organization) && old.task().equals(route.task()) && old.version() < route.version());
        }
        AnytimeValidRate test = tests.computeIfAbsent(watched, unseen -> new AnytimeValidRate(bound(kind), level()));
        if (test.observe(failed) && tests.remove(watched, test)) {
            Thread.ofVirtual().name("roll-back").start(() -> rollBack(organization, route, reason(kind, test)));
        }
    }

    private void rollBack(OrganizationId organization, LiveRoute route, String reason) {
        try {
            boolean done = Actor.call(Actor.system(organization), () -> routes.rollBackAutomatically(route.task(), route.version(), reason));
            LOG.warn("Task {}: {}; {}", route.task(), reason, done ? "the route was rolled back" : "the route had changed already");
        } catch (RuntimeException failed) {
            LOG.error("Task {}: {}; rolling the route back failed, the watch begins anew", route.task(), reason, failed);
        }
    }

    /** Each kind has its part of the accepted chance, so that both together stay within it. */
    private double level() {
        return settings.alarmLevel() / Kind.values().length;
    }

    private double bound(Kind kind) {
        return kind == Kind.FALLBACK ? settings.fallbackBound() : settings.disagreementBound();
    }

    private String reason(Kind kind, AnytimeValidRate test) {
        String what = kind == Kind.FALLBACK ? "answers were invalid, late or missing" : "answers differed from the incumbent's";
        return String.format(Locale.ROOT, "%d of %d %s, proven to be more than %.0f%% (evidence %.0f, level %s)",
                test.failures(), test.observations(), what, bound(kind) * 100, test.evidence(), level());
    }
}
