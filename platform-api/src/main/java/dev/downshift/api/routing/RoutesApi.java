package dev.downshift.api.routing;

import dev.downshift.core.NotFound;
import dev.downshift.core.Text;
import dev.downshift.core.routing.Mode;
import dev.downshift.core.routing.RouteChange;
import dev.downshift.core.routing.RouteTraffic;
import dev.downshift.core.routing.RouteView;
import dev.downshift.core.routing.Routes;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the calls of each task go. Routes change by an approved promotion and by a rollback. */
@RestController
@RequestMapping("/api/v1/routes")
@Tag(name = "Routes")
class RoutesApi {

    private final Routes routes;
    private final RouteTraffic traffic;

    RoutesApi(Routes routes, RouteTraffic traffic) {
        this.routes = routes;
        this.traffic = traffic;
    }

    record RouteSummary(UUID task, Mode mode, BigDecimal share, @Nullable UUID candidate, @Nullable UUID promotionRequest, String changedBy, Instant changedAt) {
        static RouteSummary of(RouteView route) {
            return new RouteSummary(route.task().value(), route.mode(), route.share(), route.candidate() == null ? null : route.candidate().value(),
                    route.promotionRequest(), route.changedByName(), route.changedAt());
        }
    }

    record StateView(Mode mode, BigDecimal share, @Nullable UUID candidate) {
        static StateView of(RouteChange.State state) {
            return new StateView(state.mode(), state.share(), state.candidate() == null ? null : state.candidate().value());
        }
    }

    record ChangeView(RouteChange.Kind kind, StateView from, StateView to, String reason, String changedBy, Instant changedAt) {
        static ChangeView of(RouteChange change) {
            return new ChangeView(change.kind(), StateView.of(change.from()), StateView.of(change.to()), change.reason(), change.changedByName(), change.changedAt());
        }
    }

    record TrafficView(String servedBy, @Nullable String fallback, long calls, @Nullable Long latencyP50Ms, @Nullable Long latencyP95Ms, long compared, long agreed) {
        static TrafficView of(RouteTraffic.Way way) {
            return new TrafficView(way.servedBy(), way.fallback(), way.calls(), way.latencyP50Ms(), way.latencyP95Ms(), way.compared(), way.agreed());
        }
    }

    record RouteDetail(RouteSummary route, StateView rollbackTarget, List<TrafficView> traffic, List<ChangeView> history) {}

    record Rollback(@Size(max = Text.LONGEST_COMMENT) @Nullable String reason) {}

    @GetMapping
    @Operation(summary = "All routes, the latest changed first")
    List<RouteSummary> list() {
        return routes.list().stream().map(RouteSummary::of).toList();
    }

    @GetMapping("/{task}")
    @Operation(summary = "A task's route: who answered its calls, what a rollback would lead to, and every change it had")
    RouteDetail get(@PathVariable String task) {
        return detail(TaskId.of(task));
    }

    @Requires(Permission.ROLL_BACK)
    @PostMapping("/{task}/rollback")
    @Operation(summary = "Takes the current model out of the way, at once: back to the model before it, else to the incumbent")
    RouteDetail rollBack(@PathVariable String task, @Valid @RequestBody(required = false) @Nullable Rollback rollback) {
        routes.rollBack(TaskId.of(task), rollback == null || rollback.reason() == null ? "" : rollback.reason());
        return detail(TaskId.of(task));
    }

    private RouteDetail detail(TaskId task) {
        RouteView route = routes.of(task).orElseThrow(() -> new NotFound("route"));
        return new RouteDetail(RouteSummary.of(route), StateView.of(routes.rollbackTarget(task)), traffic.of(task).stream().map(TrafficView::of).toList(),
                routes.history(task).stream().map(ChangeView::of).toList());
    }
}
