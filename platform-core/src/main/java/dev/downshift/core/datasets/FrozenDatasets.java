package dev.downshift.core.datasets;

import dev.downshift.core.Conflict;
import dev.downshift.core.Cursor;
import dev.downshift.core.Page;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tasks.TaskView;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** Freezes tasks into datasets and reads them. */
@Service
class FrozenDatasets implements Datasets {

    private static final int PAGE = 25;

    private final Tasks tasks;
    private final DatasetRows rows;
    private final Freezing freezing;
    private final AuditTrail audit;
    private final TransactionOperations transactions;

    FrozenDatasets(Tasks tasks, DatasetRows rows, Freezing freezing, AuditTrail audit, TransactionOperations transactions) {
        this.tasks = tasks;
        this.rows = rows;
        this.freezing = freezing;
        this.audit = audit;
        this.transactions = transactions;
    }

    @Override
    @Transactional
    public DatasetView freeze(TaskId id) {
        Actor actor = Actor.current();
        actor.require(Permission.TRAIN);
        TaskView task = tasks.get(id);
        Frozen frozen = freezing.choose(task, tasks.calls(id));
        if (frozen.selection().of(Split.TRAIN).isEmpty() || frozen.selection().of(Split.TEST).isEmpty()
                || frozen.selection().size() < Freezing.LEAST_EXAMPLES) {
            throw new Conflict(tooFew(frozen));
        }
        rows.lock(id);
        return rows.sameContent(id, frozen.contentHash()).orElseGet(() -> write(task, frozen, actor));
    }

    private DatasetView write(TaskView task, Frozen frozen, Actor actor) {
        DatasetView draft = frozen.draft(task, rows.countOf(task.id()) + 1, actor.name());
        DatasetId id = rows.insert(draft);
        freezing.write(id, frozen);
        audit.append("dataset.frozen", "dataset", id, Map.of("task", task.id().toString(), "examples", draft.examples(), "sha256", draft.contentHash()));
        return rows.get(id);
    }

    private static String tooFew(Frozen frozen) {
        String dropped = frozen.dropped().isEmpty() ? "" : " Left out: " + String.join("; ",
                frozen.dropped().entrySet().stream().map(reason -> reason.getValue() + " because " + reason.getKey()).toList()) + ".";
        return "A dataset takes at least %d distinct examples from several conversations; this task has %d.%s Upload more traces of this task."
                .formatted(Freezing.LEAST_EXAMPLES, frozen.selection().size(), dropped);
    }

    @Override
    @Transactional(readOnly = true)
    public DatasetView get(DatasetId id) {
        return rows.get(id);
    }

    @Override
    @Transactional(readOnly = true)
    public Page<DatasetView> list(@Nullable TaskId task, @Nullable String cursor) {
        return rows.list(task, cursor);
    }

    @Override
    public Stream<Example> examples(DatasetId id, Split split) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(new ExampleReader(after -> next(id, split, after)),
                Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    private List<Example> next(DatasetId id, Split split, int after) {
        List<Example> batch = transactions.execute(status -> {
            if (after < 0) {
                rows.get(id);
            }
            return rows.examples(id, split, after, ExampleReader.BATCH);
        });
        return Objects.requireNonNull(batch);
    }

    @Override
    @Transactional(readOnly = true)
    public List<Example> examples(DatasetId id, List<Integer> ordinals) {
        return rows.examples(id, ordinals);
    }

    @Override
    @Transactional(readOnly = true)
    public Sizes trainingSizes(DatasetId id) {
        return rows.sizes(id, Split.TRAIN);
    }

    @Override
    @Transactional(readOnly = true)
    public Page<Example> page(DatasetId id, Split split, @Nullable String cursor) {
        rows.get(id);
        List<Example> oneMore = rows.examples(id, split, Cursor.number(cursor, -1), PAGE + 1);
        List<Example> items = oneMore.size() > PAGE ? oneMore.subList(0, PAGE) : oneMore;
        return new Page<>(items, oneMore.size() > PAGE ? String.valueOf(items.getLast().ordinal()) : null);
    }
}
