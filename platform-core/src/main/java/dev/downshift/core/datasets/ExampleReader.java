package dev.downshift.core.datasets;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;

/** Reads examples in batches, each in a short transaction of its own, so that a training run holds no connection. */
final class ExampleReader implements Iterator<Example> {

    static final int BATCH = 200;

    private final IntFunction<List<Example>> after;
    private Iterator<Example> batch = List.<Example>of().iterator();
    private int last = -1;
    private boolean ended;

    /** @param after the examples that follow an ordinal, {@value #BATCH} at most */
    ExampleReader(IntFunction<List<Example>> after) {
        this.after = after;
    }

    @Override
    public boolean hasNext() {
        if (!batch.hasNext() && !ended) {
            List<Example> next = after.apply(last);
            ended = next.size() < BATCH;
            batch = next.iterator();
        }
        return batch.hasNext();
    }

    @Override
    public Example next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Example example = batch.next();
        last = example.ordinal();
        return example;
    }
}
