package dev.downshift.web.routing;

import dev.downshift.core.NotFound;
import dev.downshift.core.routing.Mode;
import dev.downshift.core.routing.RouteTraffic;
import dev.downshift.core.routing.RouteView;
import dev.downshift.core.routing.Routes;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Routes, each with its traffic and history, and the rollback in one click. */
@Controller
@RequestMapping("/routes")
class RoutePages {

    private final Routes routes;
    private final RouteTraffic traffic;
    private final Tasks tasks;

    RoutePages(Routes routes, RouteTraffic traffic, Tasks tasks) {
        this.routes = routes;
        this.traffic = traffic;
        this.tasks = tasks;
    }

    @GetMapping
    String list(Model model) {
        var ways = traffic.all();
        model.addAttribute("routes", routes.list().stream().map(route -> row(route, ways.getOrDefault(route.task(), List.of()))).toList());
        return "routing/routes";
    }

    @GetMapping("/{task}")
    String show(@PathVariable String task, Model model) {
        TaskId id = TaskId.of(task);
        RouteView route = routes.of(id).orElseThrow(() -> new NotFound("route"));
        var ways = traffic.of(id);
        model.addAttribute("route", row(route, ways));
        model.addAttribute("ways", ways);
        model.addAttribute("history", routes.history(id));
        model.addAttribute("target", routes.rollbackTarget(id));
        model.addAttribute("mayRollBack", route.mode() != Mode.OFF && Actor.current().may(Permission.ROLL_BACK));
        return "routing/route";
    }

    @Requires(Permission.ROLL_BACK)
    @PostMapping("/{task}/rollback")
    String rollBack(@PathVariable String task, @RequestParam(defaultValue = "") String reason) {
        TaskId id = TaskId.of(task);
        routes.rollBack(id, reason);
        return "redirect:/routes/" + id;
    }

    private RouteRow row(RouteView route, List<RouteTraffic.Way> ways) {
        return RouteRow.of(route, tasks.get(route.task()).name(), ways);
    }
}
