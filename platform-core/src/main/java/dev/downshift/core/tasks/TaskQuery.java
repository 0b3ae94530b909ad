package dev.downshift.core.tasks;

import dev.downshift.core.InvalidInput;
import dev.downshift.engine.evaluation.OutputShape;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks, in which order.
 *
 * @param text what the name or the description has to contain
 * @param shape only tasks that answer in this form
 * @param worthMoving only those worth moving, or only the others
 */
public record TaskQuery(@Nullable String text, @Nullable OutputShape shape, @Nullable Boolean worthMoving, Sort sort, boolean descending) {

    /** All tasks, the dearest first. */
    public static final TaskQuery ALL = new TaskQuery(null, null, null, Sort.COST, true);

    /** What tasks can be ordered by. */
    public enum Sort {
        NAME("name"),
        CALLS("calls"),
        TOKENS("prompt_tokens + completion_tokens"),
        COST("cost"),
        LATENCY("latency_p95_ms"),
        WORTHINESS("worthiness");

        private final String column;

        Sort(String column) {
            this.column = column;
        }

        String column() {
            return column;
        }
    }

    /** Reads what came from an address; without an order names go up and numbers go down. */
    public static TaskQuery parse(
            @Nullable String text, @Nullable String shape, @Nullable Boolean worthMoving, @Nullable String sort, @Nullable String order) {
        Sort by = given(sort).isEmpty() ? Sort.COST : one("sort", Sort.class, given(sort));
        boolean descending = given(order).isEmpty() ? by != Sort.NAME : one("order", Order.class, given(order)) == Order.DESC;
        return new TaskQuery(given(text).isEmpty() ? null : given(text), given(shape).isEmpty() ? null : one("shape", OutputShape.class, given(shape)),
                worthMoving, by, descending);
    }

    private enum Order { ASC, DESC }

    private static String given(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    private static <E extends Enum<E>> E one(String field, Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> each.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(field, "This is not one of the known values.",
                        "Use one of " + Arrays.stream(type.getEnumConstants())
                                .map(each -> each.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", ")) + "."));
    }
}
