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

    /** Reads what came from an address; a leading minus means descending. */
    public static TaskQuery parse(@Nullable String text, @Nullable String shape, @Nullable Boolean worthMoving, @Nullable String sort) {
        boolean descending = sort == null || sort.isBlank() || sort.startsWith("-");
        String name = sort == null || sort.isBlank() ? "cost" : sort.startsWith("-") ? sort.substring(1) : sort;
        return new TaskQuery(text == null || text.isBlank() ? null : text.strip(),
                shape == null || shape.isBlank() ? null : one("shape", OutputShape.class, shape),
                worthMoving, one("sort", Sort.class, name), descending);
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
