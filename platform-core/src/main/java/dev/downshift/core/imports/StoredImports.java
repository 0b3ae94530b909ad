package dev.downshift.core.imports;

import dev.downshift.core.Conflict;
import dev.downshift.core.Cursor;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.NotFound;
import dev.downshift.core.Page;
import dev.downshift.core.Text;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.UploadView;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.network.AddressRefused;
import dev.downshift.core.network.AddressRules;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Imports as rows, with their credentials encrypted with the organization's own key. */
@Service
@Transactional
class StoredImports implements Imports {

    private static final int PAGE = 25;

    private final JdbcClient jdbc;
    private final ImportRows rows;
    private final ImportRuns runs;
    private final Sealed sealed;
    private final AddressRules addresses;
    private final ConnectionTests connections;
    private final Uploads uploads;
    private final AuditTrail audit;
    private final TransactionOperations transactions;
    private final JsonMapper json;
    private final Clock clock;

    StoredImports(JdbcClient jdbc, ImportRows rows, ImportRuns runs, Sealed sealed, AddressRules addresses, ConnectionTests connections, Uploads uploads,
            AuditTrail audit, TransactionOperations transactions, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.runs = runs;
        this.sealed = sealed;
        this.addresses = addresses;
        this.connections = connections;
        this.uploads = uploads;
        this.audit = audit;
        this.transactions = transactions;
        this.json = json;
        this.clock = clock;
    }

    @Override
    @Transactional(readOnly = true)
    public List<ImportView> list() {
        return rows.list();
    }

    @Override
    @Transactional(readOnly = true)
    public ImportView get(ImportId id) {
        return rows.get(id);
    }

    @Override
    public ImportId create(ImportDraft draft) {
        Actor actor = manager();
        String name = name(draft.name());
        check(draft.source());
        ImportId id = new ImportId(UUID.randomUUID());
        byte[] credential = credential(actor, id, draft, null);
        unique(() -> jdbc.sql("""
                        insert into trace_import (organization_id, id, name, source, encrypted_credential, schedule, since, changed_by_name)
                        values (current_organization(), ?, ?, ?::jsonb, ?, ?, ?, ?)""")
                .param(id.value()).param(name).param(json(draft.source())).param(credential).param(draft.schedule().name()).param(at(draft.since()))
                .param(actor.name()).update());
        runs.schedule(actor.organization(), id, clock.instant().plus(draft.schedule().period()));
        runs.request(id);
        audit.append("import.created", "import", id, details(draft, credential == null ? "none" : "new"));
        return id;
    }

    @Override
    public void change(ImportId id, ImportDraft draft) {
        Actor actor = manager();
        ImportRows.Kept before = rows.kept(id);
        String name = name(draft.name());
        check(draft.source());
        byte[] credential = credential(actor, id, draft, before);
        boolean anew = !draft.source().equals(before.view().source()) || !Objects.equals(draft.since(), before.view().since());
        unique(() -> jdbc.sql("""
                        update trace_import set name = ?, source = ?::jsonb, encrypted_credential = ?, schedule = ?, since = ?, changed_by_name = ?, changed_at = now(),
                               version = version + 1, watermark = case when ? then null else watermark end, position = case when ? then null else position end
                        where id = ?""")
                .param(name).param(json(draft.source())).param(credential).param(draft.schedule().name()).param(at(draft.since())).param(actor.name())
                .param(anew).param(anew).param(id.value()).update());
        if (anew) {
            jdbc.sql("delete from import_object where import_id = ?").param(id.value()).update();
        }
        if (!before.view().paused() && draft.schedule() != before.view().schedule()) {
            runs.schedule(actor.organization(), id, clock.instant().plus(draft.schedule().period()));
        }
        audit.append("import.changed", "import", id, details(draft, draft.credential() != null ? "new" : credential == null ? "none" : "kept"));
    }

    @Override
    public void delete(ImportId id) {
        manager();
        ImportView ended = rows.get(id);
        jdbc.sql("delete from trace_import where id = ?").param(id.value()).update();
        audit.append("import.deleted", "import", id, Map.of("name", ended.name()));
    }

    @Override
    public void pause(ImportId id) {
        manager();
        if (rows.get(id).paused()) {
            throw new Conflict("This import is paused already.");
        }
        jdbc.sql("update trace_import set paused = true where id = ?").param(id.value()).update();
        jdbc.sql("delete from import_schedule where import_id = ?").param(id.value()).update();
        audit.append("import.paused", "import", id, Map.of());
    }

    @Override
    public void resume(ImportId id) {
        Actor actor = manager();
        if (!rows.get(id).paused()) {
            throw new Conflict("This import is not paused.");
        }
        jdbc.sql("update trace_import set paused = false where id = ?").param(id.value()).update();
        runs.schedule(actor.organization(), id, clock.instant());
        audit.append("import.resumed", "import", id, Map.of());
    }

    @Override
    public ImportRunId runNow(ImportId id) {
        manager();
        ImportView view = rows.get(id);
        Optional<ImportRunId> asked = runs.request(id);
        asked.ifPresent(run -> audit.append("import.requested", "import", id, Map.of("run", run.toString())));
        return asked.orElseGet(() -> Objects.requireNonNull(view.lastRun()).id());
    }

    @Override
    @Transactional(readOnly = true)
    public Page<ImportRunView> runs(ImportId id, @Nullable String cursor) {
        rows.get(id);
        Cursor from = Cursor.parse(cursor);
        return Page.of(jdbc.sql(ImportRows.RUN + " where import_id = ? and (requested_at, id) < (?, ?) order by requested_at desc, id desc limit ?")
                .params(id.value(), from.at().atOffset(ZoneOffset.UTC), from.id(), PAGE + 1).query(ImportRows::run).list(),
                PAGE, run -> new Cursor(run.requestedAt(), run.id().value()));
    }

    @Override
    @Transactional(readOnly = true)
    public ImportRunView run(ImportRunId run) {
        return jdbc.sql(ImportRows.RUN + " where id = ?").param(run.value()).query(ImportRows::run).optional().orElseThrow(() -> new NotFound("run of an import"));
    }

    @Override
    @Transactional(readOnly = true)
    public List<UploadView> files(ImportRunId run) {
        run(run);
        return jdbc.sql("select upload_id from import_file where run_id = ? order by received_at desc, upload_id limit ?").params(run.value(), FILES_LISTED)
                .query((row, number) -> new UploadId(row.getObject(1, UUID.class))).list().stream().map(uploads::get).toList();
    }

    /** No connection of the database waits for the source. */
    @Override
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public ConnectionTest test(ImportId id) {
        Actor actor = manager();
        ImportRows.Kept kept = Objects.requireNonNull(transactions.execute(status -> rows.kept(id)));
        return connections.test(kept.view().source(), sealed.credential(actor.organization(), id, kept.credential()));
    }

    private static Actor manager() {
        Actor actor = Actor.current();
        actor.require(Permission.MANAGE_SETTINGS);
        return actor;
    }

    private static String name(String text) {
        String name = Text.limited("name", text, Text.LONGEST_NAME);
        if (name.isEmpty()) {
            throw new InvalidInput("name", "The name is missing.", "Give the import a name that says where its traces come from.");
        }
        return name;
    }

    private void check(Source source) {
        URI address = source.address();
        String field = source instanceof Source.Bucket ? "endpoint" : "baseUrl";
        try {
            if (address != null) {
                addresses.check(address);
            }
        } catch (AddressRefused refused) {
            SourceProblem problem = SourceProblem.refused(refused);
            throw new InvalidInput(field, problem.getMessage(), problem.remedy());
        } catch (UnknownHostException unknown) {
            SourceProblem problem = SourceProblem.unknown(unknown);
            throw new InvalidInput(field, problem.getMessage(), problem.remedy());
        }
    }

    /** A stored credential is never sent to a host that its owner did not give it for. */
    private byte @Nullable [] credential(Actor actor, ImportId id, ImportDraft draft, ImportRows.@Nullable Kept before) {
        Credential given = draft.credential();
        if (given != null && !given.isEmpty()) {
            given.check(draft.source().what());
            return sealed.credential(actor.organization(), id, given);
        }
        byte[] kept = before == null ? null : before.credential();
        if (given == null && kept != null && before != null) {
            if (draft.source().takesTheCredentialOf(before.view().source())) {
                return kept;
            }
            throw new InvalidInput("credentialSecret", "The stored credential was given for another host.", "Give the credential of the new one.");
        }
        if (!(draft.source() instanceof Source.Bucket)) {
            throw new InvalidInput("credentialSecret", "The credential is missing.", "Give a key of the source that may read.");
        }
        return null;
    }

    private static Map<String, String> details(ImportDraft draft, String credential) {
        URI address = draft.source().address();
        return Map.of("name", draft.name(), "source", draft.source().what().name(), "address", address == null ? "AWS" : address.toString(),
                "schedule", draft.schedule().name(), "credential", credential);
    }

    private static void unique(Runnable write) {
        try {
            write.run();
        } catch (DuplicateKeyException taken) {
            throw new InvalidInput("name", "There is an import of this name already.", "Choose another name.");
        }
    }

    private String json(Source source) {
        return json.writerFor(Source.class).writeValueAsString(source);
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
