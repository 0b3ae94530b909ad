package dev.downshift.core.routing;

import dev.downshift.core.Conflict;
import dev.downshift.core.NotFound;
import dev.downshift.core.Text;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.routing.RouteChange.Kind;
import dev.downshift.core.routing.RouteChange.State;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Routes in the database, whose own trigger refuses a state that no approved promotion request asked for. */
@Service
@Transactional
class StoredRoutes implements Routes {

    private static final String SELECT = "select task_id, mode, share, candidate_id, promotion_request_id, changed_by_name, changed_at, version, id from route ";

    private final JdbcClient jdbc;
    private final AuditTrail audit;

    StoredRoutes(JdbcClient jdbc, AuditTrail audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    @Override
    @Transactional(readOnly = true)
    public List<RouteView> list() {
        return jdbc.sql(SELECT + "order by changed_at desc").query(RouteRows::route).list();
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<RouteView> of(TaskId task) {
        return jdbc.sql(SELECT + "where task_id = ?").param(task.value()).query(RouteRows::route).optional();
    }

    @Override
    @Transactional(readOnly = true)
    public List<RouteChange> history(TaskId task) {
        return jdbc.sql("""
                        select c.id, c.kind, c.from_mode, c.from_share, c.from_candidate_id, c.from_promotion_request_id,
                               c.to_mode, c.to_share, c.to_candidate_id, c.promotion_request_id, c.reason, c.changed_by_name, c.changed_at
                        from route_change c join route r on r.organization_id = c.organization_id and r.id = c.route_id
                        where r.task_id = ? order by c.changed_at desc, c.id desc""")
                .param(task.value())
                .query(RouteRows::change)
                .list();
    }

    @Override
    @Transactional(readOnly = true)
    public State rollbackTarget(TaskId task) {
        RouteView route = existing(task);
        for (RouteChange change : history(task)) {
            boolean anotherModel = !Objects.equals(change.from().candidate(), route.candidate());
            if (change.kind() == Kind.PROMOTION && anotherModel) {
                return change.from();
            }
        }
        return State.OFF;
    }

    @Override
    public void rollBack(TaskId task, String reason) {
        Actor.current().require(Permission.ROLL_BACK);
        String why = Text.comment("reason", reason);
        RouteView route = locked(task);
        if (route.mode() == Mode.OFF) {
            throw new Conflict("The route is off already; every call goes to the incumbent.");
        }
        change(route, rollbackTarget(task), Kind.ROLLBACK, why.isEmpty() ? "no reason given" : why);
    }

    @Override
    public boolean rollBackAutomatically(TaskId task, int version, String reason) {
        RouteView route = locked(task);
        if (route.version() != version || route.mode() == Mode.OFF) {
            return false;
        }
        change(route, rollbackTarget(task), Kind.AUTOMATIC_ROLLBACK, reason);
        return true;
    }

    @Override
    public void apply(ApprovedPromotion promotion) {
        jdbc.sql("""
                        insert into route (organization_id, task_id, mode, share, changed_by_name)
                        values (?, ?, 'OFF', 0, ?) on conflict (organization_id, task_id) do nothing""")
                .param(Actor.current().organization().value())
                .param(promotion.task().value())
                .param(Actor.current().name())
                .update();
        State target = new State(promotion.mode(), promotion.share(), promotion.candidate(), promotion.promotionRequest());
        change(locked(promotion.task()), target, Kind.PROMOTION, promotion.comment());
    }

    private RouteView existing(TaskId task) {
        return of(task).orElseThrow(() -> new NotFound("route"));
    }

    private RouteView locked(TaskId task) {
        return jdbc.sql(SELECT + "where task_id = ? for update").param(task.value()).query(RouteRows::route).optional().orElseThrow(() -> new NotFound("route"));
    }

    private void change(RouteView from, State to, Kind kind, String reason) {
        Actor actor = Actor.current();
        UUID route = jdbc.sql("""
                        update route set mode = ?, share = ?, candidate_id = ?, promotion_request_id = ?, changed_by_name = ?,
                               changed_at = now(), version = version + 1
                        where task_id = ? returning id""")
                .param(to.mode().name())
                .param(to.share())
                .param(to.candidate() == null ? null : to.candidate().value())
                .param(to.promotionRequest())
                .param(actor.name())
                .param(from.task().value())
                .query((row, i) -> row.getObject(1, UUID.class))
                .single();
        jdbc.sql("""
                        insert into route_change (organization_id, route_id, kind, from_mode, from_share, from_candidate_id, from_promotion_request_id,
                                                  to_mode, to_share, to_candidate_id, promotion_request_id, reason, changed_by_name)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(actor.organization().value())
                .param(route)
                .param(kind.name())
                .param(from.mode().name())
                .param(from.share())
                .param(from.candidate() == null ? null : from.candidate().value())
                .param(from.promotionRequest())
                .param(to.mode().name())
                .param(to.share())
                .param(to.candidate() == null ? null : to.candidate().value())
                .param(to.promotionRequest())
                .param(reason)
                .param(actor.name())
                .update();
        audit.append(action(kind), "task", from.task(), details(from, to, reason));
    }

    private static String action(Kind kind) {
        return switch (kind) {
            case PROMOTION -> "route.promoted";
            case ROLLBACK -> "route.rolled-back";
            case AUTOMATIC_ROLLBACK -> "route.rolled-back-automatically";
        };
    }

    private static Map<String, Object> details(RouteView from, State to, String reason) {
        Map<String, Object> details = new LinkedHashMap<>();
        put(details, "fromMode", from.mode().name());
        put(details, "fromShare", from.share());
        put(details, "fromCandidate", from.candidate());
        put(details, "toMode", to.mode().name());
        put(details, "toShare", to.share());
        put(details, "toCandidate", to.candidate());
        put(details, "promotionRequest", to.promotionRequest());
        put(details, "reason", reason);
        return details;
    }

    private static void put(Map<String, Object> details, String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString());
        }
    }
}
