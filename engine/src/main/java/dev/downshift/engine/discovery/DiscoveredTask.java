package dev.downshift.engine.discovery;

import dev.downshift.engine.evaluation.OutputShape;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task as discovery found it: the one job of a call site.
 *
 * @param id equal inputs give equal ids
 * @param site its call site
 * @param name a few words of its own
 * @param description one sentence: what is asked, and in what form it is answered
 * @param template the prompt with its slots marked {@code {…}}
 * @param tools names of the tools offered or called
 * @param shape the form of its answers
 * @param figures what its calls add up to
 * @param cost the cost of its calls whose price is known, each as often as it stands for calls; null where none is
 * @param worthiness whether it is worth a small model
 */
public record DiscoveredTask(
        String id,
        CallSite site,
        String name,
        String description,
        String template,
        List<String> tools,
        OutputShape shape,
        TaskFigures figures,
        @Nullable BigDecimal cost,
        Worthiness worthiness) {

    public DiscoveredTask {
        tools = List.copyOf(tools);
    }
}
