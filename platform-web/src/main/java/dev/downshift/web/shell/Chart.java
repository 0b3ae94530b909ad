package dev.downshift.web.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A chart as the template draws it: coordinates in SVG user units, and the same numbers as a table. Made by
 * {@link #lines} and {@link #bars}.
 *
 * @param title what is shown, in one sentence
 * @param unit of the vertical axis
 */
public record Chart(
        String title,
        String unit,
        List<String> legend,
        List<Tick> verticalTicks,
        List<Tick> horizontalTicks,
        List<Bar> bars,
        List<String> lines,
        List<String> columns,
        List<List<String>> rows) {

    private static final double WIDTH = 720;
    private static final double HEIGHT = 240;
    private static final double LEFT = 64;
    private static final double RIGHT = 708;
    private static final double TOP = 22;
    private static final double BOTTOM = 212;
    private static final int HORIZONTAL_TICKS = 6;

    /** A mark on an axis: where, and what it says. */
    public record Tick(double at, String label) {}

    /** A bar, with the text a pointer shows. */
    public record Bar(double x, double y, double width, double height, boolean negative, String label) {}

    /** One line: its name and its points' values, aligned with the labels; NaN leaves a gap. */
    public record Series(String name, List<Double> values) {}

    public double width() {
        return WIDTH;
    }

    public double height() {
        return HEIGHT;
    }

    public double left() {
        return LEFT;
    }

    public double right() {
        return RIGHT;
    }

    public double bottom() {
        return BOTTOM;
    }

    /** Lines over a common horizontal axis whose points are named by {@code labels}. */
    public static Chart lines(String title, String unit, String axis, List<String> labels, List<Series> series) {
        var scale = Scale.of(series.stream().flatMap(one -> one.values().stream()).toList(), false);
        var paths = series.stream().map(one -> path(one.values(), scale)).toList();
        var columns = new ArrayList<String>(List.of(axis));
        series.forEach(one -> columns.add(one.name()));
        return new Chart(title, unit, series.stream().map(Series::name).toList(), scale.ticks(),
                horizontalTicks(labels, index -> x(index, labels.size())), List.of(), paths, columns,
                rows(labels, series));
    }

    /** One bar a label; values may be negative. */
    public static Chart bars(String title, String unit, String axis, List<String> labels, List<Double> values) {
        var scale = Scale.of(values, true);
        var slot = (RIGHT - LEFT) / Math.max(1, labels.size());
        var width = Math.max(1, Math.min(48, slot * 0.7));
        var bars = IntStream.range(0, values.size()).mapToObj(index -> {
            double value = values.get(index);
            var from = Math.min(scale.y(0), scale.y(value));
            return new Bar(LEFT + slot * index + (slot - width) / 2, from, width, Math.abs(scale.y(0) - scale.y(value)),
                    value < 0, labels.get(index) + ": " + number(value) + " " + unit);
        }).toList();
        var series = List.of(new Series(unit, values));
        return new Chart(title, unit, List.of(unit), scale.ticks(),
                horizontalTicks(labels, index -> LEFT + slot * (index + 0.5)), bars, List.of(), List.of(axis, unit),
                rows(labels, series));
    }

    private interface Position {
        double of(int index);
    }

    private static List<Tick> horizontalTicks(List<String> labels, Position position) {
        var step = Math.max(1, (labels.size() + HORIZONTAL_TICKS - 1) / HORIZONTAL_TICKS);
        return IntStream.range(0, labels.size())
                .filter(index -> index % step == 0)
                .mapToObj(index -> new Tick(position.of(index), labels.get(index)))
                .toList();
    }

    private static List<List<String>> rows(List<String> labels, List<Series> series) {
        return IntStream.range(0, labels.size()).mapToObj(index -> {
            var row = new ArrayList<String>(List.of(labels.get(index)));
            series.forEach(one -> row.add(number(one.values().get(index))));
            return List.copyOf(row);
        }).toList();
    }

    private static String path(List<Double> values, Scale scale) {
        var path = new StringBuilder();
        var pen = 'M';
        for (var index = 0; index < values.size(); index++) {
            double value = values.get(index);
            if (Double.isNaN(value)) {
                pen = 'M';
                continue;
            }
            path.append(String.format(Locale.ROOT, "%c%.1f %.1f", pen, x(index, values.size()), scale.y(value)));
            pen = 'L';
        }
        return path.toString();
    }

    private static double x(int index, int points) {
        return points < 2 ? (LEFT + RIGHT) / 2 : LEFT + (RIGHT - LEFT) * index / (points - 1);
    }

    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        var magnitude = Math.abs(value);
        var format = magnitude >= 100 || value == Math.rint(value) ? "%,.0f" : magnitude >= 1 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, format, value);
    }

    /** The vertical scale: round steps, zero included where it is asked for. */
    private record Scale(double low, double high, double step) {

        static Scale of(List<Double> values, boolean fromZero) {
            var finite = values.stream().filter(value -> !Double.isNaN(value)).collect(Collectors.summarizingDouble(value -> value));
            var low = finite.getCount() == 0 ? 0 : finite.getMin();
            var high = finite.getCount() == 0 ? 1 : finite.getMax();
            if (fromZero || low > 0) {
                low = Math.min(0, low);
            }
            if (fromZero) {
                high = Math.max(0, high);
            }
            var step = roundStep(Math.max(high - low, 1e-9) / 4);
            return new Scale(Math.floor(low / step) * step, Math.max(Math.ceil(high / step) * step, step), step);
        }

        private static double roundStep(double raw) {
            var power = Math.pow(10, Math.floor(Math.log10(raw)));
            var lead = raw / power;
            return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
        }

        double y(double value) {
            return BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low);
        }

        List<Tick> ticks() {
            var count = (int) Math.round((high - low) / step);
            return IntStream.rangeClosed(0, count)
                    .mapToObj(index -> new Tick(y(low + index * step), number(low + index * step)))
                    .toList();
        }
    }
}
