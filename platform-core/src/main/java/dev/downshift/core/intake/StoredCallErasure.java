package dev.downshift.core.intake;

import dev.downshift.core.AdvisoryLock;
import dev.downshift.core.tenancy.Tenant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** Looks for texts where they are stored, row by row: the index of words knows neither systems' prompts nor what else was logged. */
@Component
class StoredCallErasure implements CallErasure {

    private static final int FETCHED = 200;
    private static final String LOGGED = "concat_ws(' ', c.parameters, c.metadata, c.error, c.routed, c.conversation, c.provider_call_id, c.model, c.finish_reason)";

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final RawBytes raw;

    StoredCallErasure(JdbcClient jdbc, TransactionOperations transactions, RawBytes raw) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.raw = raw;
    }

    @Override
    @Transactional(readOnly = true)
    public List<Holder> holding(List<SoughtText> texts) {
        Set<UUID> parts = new LinkedHashSet<>(rows("message m", "m.id", "m.body::text", texts));
        parts.addAll(rows("tool_set m", "m.id", "m.tools::text", texts));
        Set<UUID> calls = new LinkedHashSet<>(rows("llm_call c", "c.id", LOGGED, texts));
        return jdbc.sql("""
                        select c.id, c.upload_id from llm_call c where c.organization_id = ? and (c.id = any(?)
                            or exists (select from unnest(c.message_ids || c.response_id || c.tool_set_id) as u (id) where u.id = any(?)))
                        order by c.ordered_at, c.id""")
                .params(Tenant.current().value(), calls.toArray(UUID[]::new), parts.toArray(UUID[]::new))
                .query((row, number) -> new Holder(new CallId(row.getObject(1, UUID.class)), new UploadId(row.getObject(2, UUID.class)))).list();
    }

    /** The database passes over the rows that cannot hold any of them; what is left is looked at word by word. */
    private List<UUID> rows(String table, String id, String text, List<SoughtText> texts) {
        String alias = table.substring(table.indexOf(' ') + 1);
        String conditions = texts.stream().map(one -> one.condition("t.text")).collect(Collectors.joining(" or "));
        List<Object> parameters = new ArrayList<>(List.of(Tenant.current().value()));
        texts.forEach(one -> parameters.add(one.hint()));
        List<UUID> found = new ArrayList<>();
        jdbc.sql("select t.id, t.text from (select %s as id, %s as text from %s where %s.organization_id = ? offset 0) t where %s".formatted(id, text, table, alias, conditions))
                .withFetchSize(FETCHED).params(parameters)
                .query(row -> {
                    String held = row.getString(2);
                    if (texts.stream().anyMatch(one -> one.isIn(held))) {
                        found.add(row.getObject(1, UUID.class));
                    }
                });
        return found;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void holdBack() {
        AdvisoryLock.CALLS.take(jdbc, Tenant.current().value());
    }

    @Override
    @Transactional(readOnly = true)
    public boolean areComing(Collection<UploadId> uploads) {
        return jdbc.sql("select exists (select from upload where id = any(?) and status in ('QUEUED', 'INGESTING'))")
                .param(ids(uploads)).query((row, number) -> row.getBoolean(1)).single();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public int erase(Collection<CallId> calls) {
        UUID organization = Tenant.current().value();
        holdBack();
        return jdbc.sql("""
                        with gone as (delete from call_identity where organization_id = ? and id = any(?) returning id, ordered_at)
                        delete from llm_call c using gone where c.organization_id = ? and c.ordered_at = gone.ordered_at and c.id = gone.id""")
                .params(organization, calls.stream().map(CallId::value).toArray(UUID[]::new), organization).update();
    }

    @Override
    @Transactional(readOnly = true)
    public int countFiles(Collection<UploadId> uploads) {
        return files(uploads).size();
    }

    @Override
    public void deleteFiles(Collection<UploadId> uploads) throws IOException {
        for (String key : Objects.requireNonNull(transactions.execute(status -> files(uploads)))) {
            raw.delete(Tenant.current(), key);
            transactions.executeWithoutResult(status -> jdbc.sql("update upload set blob_key = null where blob_key = ?").param(key).update());
        }
    }

    private List<String> files(Collection<UploadId> uploads) {
        return jdbc.sql("select blob_key from upload where id = any(?) and blob_key is not null and status in ('INGESTED', 'FAILED', 'CANCELLED') order by id")
                .param(ids(uploads)).query((row, number) -> row.getString(1)).list();
    }

    private static UUID[] ids(Collection<UploadId> uploads) {
        return uploads.stream().map(UploadId::value).toArray(UUID[]::new);
    }

    /** As when calls grow too old: whoever remembers which messages are there looks again. */
    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public int deleteUnused() {
        UUID organization = Tenant.current().value();
        holdBack();
        List<UUID> gone = jdbc.sql("""
                        delete from message m where m.organization_id = ? and not exists (
                            select from (select unnest(c.message_ids || c.response_id) as id from llm_call c where c.organization_id = ?) used
                            where used.id = m.id) returning m.id""")
                .params(organization, organization).query((row, number) -> row.getObject(1, UUID.class)).list();
        List<UUID> tools = jdbc.sql("""
                        delete from tool_set t where t.organization_id = ? and not exists (
                            select from llm_call c where c.organization_id = ? and c.tool_set_id = t.id) returning t.id""")
                .params(organization, organization).query((row, number) -> row.getObject(1, UUID.class)).list();
        List<UUID> owners = new ArrayList<>(gone);
        owners.addAll(tools);
        jdbc.sql("delete from finding where organization_id = ? and message_id = any(?)").params(organization, owners.toArray(UUID[]::new)).update();
        jdbc.sql("insert into call_retention (organization_id) values (?) on conflict (organization_id) do update set forgotten_at = clock_timestamp()")
                .param(organization).update();
        return gone.size();
    }
}
