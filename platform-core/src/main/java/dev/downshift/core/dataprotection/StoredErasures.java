package dev.downshift.core.dataprotection;

import dev.downshift.core.Conflict;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.dataprotection.ErasureView.Status;
import dev.downshift.core.intake.CallErasure;
import dev.downshift.core.intake.CallErasure.Holder;
import dev.downshift.core.jobs.JobKind;
import dev.downshift.core.jobs.JobQueue;
import dev.downshift.core.privacy.Redaction;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.engine.privacy.FindingType;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps of a value what stands for it, and nothing else. */
@Service
@Transactional
class StoredErasures implements Erasures {

    private final ErasureRows rows;
    private final CallErasure calls;
    private final Redaction redaction;
    private final JobQueue queue;
    private final AuditTrail audit;

    StoredErasures(ErasureRows rows, CallErasure calls, Redaction redaction, JobQueue queue, AuditTrail audit) {
        this.rows = rows;
        this.calls = calls;
        this.redaction = redaction;
        this.queue = queue;
        this.audit = audit;
    }

    @Override
    public ErasureView find(FindingType type, String value) {
        Actor actor = manager();
        String given = value.strip();
        if (!TYPES.contains(type)) {
            throw new InvalidInput("type", "Nobody is found by this.", "Choose one of " + TYPES + ".");
        }
        Sought.check(type, given);
        String surrogate = redaction.redactorFor(actor.organization()).surrogate(type, given)
                .orElseThrow(() -> new InvalidInput("value", "This does not look like what you chose.",
                        "Give the whole value, or choose another kind."));
        List<Holder> found = calls.holding(List.of(Sought.of(type, surrogate), Sought.of(type, given)));
        ErasureId id = rows.insert(type.name(), surrogate, actor.name());
        rows.add(id, found);
        rows.setFiles(id, calls.countFiles(rows.uploads(id)));
        audit.append("erasure.looked-up", "erasure", id,
                Map.of("type", type.name(), "surrogate", surrogate, "calls", found.size()));
        return rows.get(id);
    }

    @Override
    public ErasureView confirm(ErasureId id) {
        manager();
        ErasureView erasure = rows.get(id);
        if (!rows.move(id, Status.QUEUED, Status.FOUND, Status.FAILED)) {
            throw new Conflict("It is at work, or done. Look at its page.");
        }
        queue.enqueue(JobKind.ERASURE, id.value());
        audit.append("erasure.requested", "erasure", id,
                Map.of("type", erasure.type(), "surrogate", erasure.surrogate(), "calls", erasure.calls()));
        return rows.get(id);
    }

    @Override
    public void discard(ErasureId id) {
        manager();
        ErasureView erasure = rows.get(id);
        if (!rows.discard(id)) {
            throw new Conflict("It was confirmed, so it stays on record.");
        }
        audit.append("erasure.discarded", "erasure", id,
                Map.of("type", erasure.type(), "surrogate", erasure.surrogate()));
    }

    @Override
    @Transactional(readOnly = true)
    public ErasureView get(ErasureId id) {
        manager();
        return rows.get(id);
    }

    @Override
    @Transactional(readOnly = true)
    public List<ErasureView> list() {
        manager();
        return rows.list();
    }

    private static Actor manager() {
        Actor actor = Actor.current();
        actor.require(Permission.MANAGE_SETTINGS);
        return actor;
    }
}
