package dev.downshift.core.datasets;

import dev.downshift.core.Page;
import dev.downshift.core.tasks.TaskId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The datasets of the current organization. They are frozen: there is no way to change one. */
public interface Datasets {

    /**
     * Freezes the successful calls of a task as they are now. The same calls give the same dataset: freezing again
     * without new calls returns the one that is there.
     *
     * @throws dev.downshift.core.Conflict when the task has too few usable calls
     */
    DatasetView freeze(TaskId task);

    DatasetView get(DatasetId id);

    /** Lists datasets, newest first, of one task or of all. */
    Page<DatasetView> list(@Nullable TaskId task, @Nullable String cursor);

    /** Streams the examples of a split in order, in constant memory. To be closed. */
    Stream<Example> examples(DatasetId id, Split split);

    /** The examples with these ordinals, in order. */
    List<Example> examples(DatasetId id, List<Integer> ordinals);

    /** How long the examples to train on are. */
    Sizes trainingSizes(DatasetId id);

    /** One page of the examples of a split, for reading by people. */
    Page<Example> page(DatasetId id, Split split, @Nullable String cursor);

    /**
     * What examples measure.
     *
     * @param mean characters of a prompt and its answer as JSON, on average
     * @param longest characters of the longest prompt and its answer
     * @param tools whether a call offers tools
     */
    record Sizes(long mean, long longest, boolean tools) {}
}
