package dev.downshift.web.routing;

import dev.downshift.core.routing.Mode;
import dev.downshift.core.routing.RouteTraffic.Way;
import dev.downshift.core.routing.RouteView;
import java.time.Instant;
import java.util.List;

/**
 * A route as its row shows it.
 *
 * @param tone of its badge
 * @param sharePercent of the conversations
 * @param small calls the small model answered; the other figures are calls as well
 */
record RouteRow(String task, String name, Mode mode, String tone, int sharePercent, String candidate, String changedBy, Instant changedAt, long small, long incumbent, long fallbacks) {

    static RouteRow of(RouteView route, String name, List<Way> ways) {
        return new RouteRow(route.task().toString(), name, route.mode(), tone(route.mode()), route.share().movePointRight(2).intValue(),
                route.candidate() == null ? "" : route.candidate().toString(), route.changedByName(), route.changedAt(),
                count(ways, "slm"), count(ways, "incumbent"), ways.stream().filter(way -> way.fallback() != null).mapToLong(Way::calls).sum());
    }

    private static long count(List<Way> ways, String servedBy) {
        return ways.stream().filter(way -> way.servedBy().equals(servedBy)).mapToLong(Way::calls).sum();
    }

    private static String tone(Mode mode) {
        return switch (mode) {
            case OFF -> "off";
            case SHADOW -> "waiting";
            case CANARY -> "running";
            case FULL -> "good";
        };
    }
}
