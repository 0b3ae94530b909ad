package dev.downshift.worker;

import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/** Numbers from 0, which go on where the last commit was. */
final class RestartableNumbers implements ItemStreamReader<Integer> {

    private final int count;
    private int next;

    RestartableNumbers(int count) {
        this.count = count;
    }

    @Override
    public void open(ExecutionContext context) {
        next = context.getInt("next", 0);
    }

    @Override
    public void update(ExecutionContext context) {
        context.putInt("next", next);
    }

    @Override
    public @Nullable Integer read() {
        return next < count ? next++ : null;
    }
}
