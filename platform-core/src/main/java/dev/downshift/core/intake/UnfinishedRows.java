package dev.downshift.core.intake;

import dev.downshift.core.Conflict;
import dev.downshift.core.NotFound;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import dev.downshift.core.tenancy.Tenant;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables {@code unfinished_upload} and {@code upload_part}. Each method runs in its caller's transaction. */
@Component
class UnfinishedRows {

    private static final String SELECT = """
            select id, file_name, byte_count, received, metadata, created_at, expires_at, upload_id, already
            from unfinished_upload where id = ?""";

    private final JdbcClient jdbc;
    private final OrganizationKeys keys;
    private final IngestSettings settings;
    private final Clock clock;

    UnfinishedRows(JdbcClient jdbc, OrganizationKeys keys, IngestSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    /** How many are not complete. */
    int unfinished() {
        return jdbc.sql("select count(*) from unfinished_upload where upload_id is null").query((row, number) -> row.getInt(1)).single();
    }

    UnfinishedUpload insert(String name, @Nullable Long byteCount, @Nullable String metadata, Upload.Source source, UploadWishes wishes, Actor actor) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                        insert into unfinished_upload (id, organization_id, file_name, metadata, byte_count, source, chosen_format, waits, created_by_name, expires_at)
                        values (?, current_organization(), ?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(id).param(name)
                .param(metadata == null ? null : keys.encrypt(actor.organization(), metadata.getBytes(StandardCharsets.UTF_8), associated(id)))
                .param(byteCount).param(source.name()).param(wishes.format() == null ? null : wishes.format().name()).param(wishes.waits())
                .param(actor.name()).param(expiry()).update();
        return get(id);
    }

    UnfinishedUpload get(UUID id) {
        return jdbc.sql(SELECT).param(id).query(this::view).optional().orElseThrow(() -> new NotFound("upload"));
    }

    void setByteCount(UUID id, long byteCount) {
        jdbc.sql("update unfinished_upload set byte_count = ? where id = ?").params(byteCount, id).update();
    }

    byte @Nullable [] digest(UUID id) {
        return jdbc.sql("select digest from upload_part where blob_key = ? order by number desc limit 1").param(id)
                .query((row, number) -> row.getBytes(1)).optional().orElse(null);
    }

    /** Whether the part was added: nothing was, if something else was received since. */
    boolean addPart(UUID id, long received, BlobStore.Stored part, byte[] digest, int most) {
        Optional<Integer> number = jdbc.sql("""
                        update unfinished_upload set received = received + ?, parts = parts + 1, expires_at = ?
                        where id = ? and received = ? and upload_id is null returning parts""")
                .param(part.bytes()).param(expiry()).param(id).param(received).query((row, at) -> row.getInt(1)).optional();
        if (number.isEmpty()) {
            return false;
        }
        if (number.get() > most) {
            throw new Conflict("This upload came in more than " + most + " pieces. Begin again, and send larger ones.");
        }
        jdbc.sql("insert into upload_part (organization_id, blob_key, number, part_key, byte_count, digest) values (current_organization(), ?, ?, ?, ?, ?)")
                .param(id).param(number.get()).param(part.key()).param(part.bytes()).param(digest).update();
        return true;
    }

    /** Forgets the parts after an offset, and answers the keys of their blobs. */
    List<String> takeBack(UUID id, long offset) {
        record Part(int number, String key, long bytes) {}
        lock(id).ifPresent(complete -> {
            throw new Conflict("This upload is complete.");
        });
        long received = get(id).received();
        List<String> dropped = new ArrayList<>();
        for (Part part : jdbc.sql("select number, part_key, byte_count from upload_part where blob_key = ? order by number desc").param(id)
                .query((row, at) -> new Part(row.getInt(1), row.getString(2), row.getLong(3))).list()) {
            if (received - part.bytes() < offset) {
                break;
            }
            received -= part.bytes();
            dropped.add(part.key());
            jdbc.sql("delete from upload_part where blob_key = ? and number = ?").params(id, part.number()).update();
        }
        jdbc.sql("update unfinished_upload set received = ?, parts = parts - ? where id = ?").params(received, dropped.size(), id).update();
        return dropped;
    }

    /** Keeps others from finishing it at the same time; answers what became of it, if it was finished. */
    Optional<Receipt> lock(UUID id) {
        record Found(@Nullable UUID upload, boolean already) {}
        Found found = jdbc.sql("select upload_id, already from unfinished_upload where id = ? for update").param(id)
                .query((row, number) -> new Found(row.getObject(1, UUID.class), row.getBoolean(2))).optional().orElseThrow(() -> new NotFound("upload"));
        return Optional.ofNullable(found.upload()).map(upload -> new Receipt(new UploadId(upload), found.already()));
    }

    /** What it is as an upload. */
    StoredUploads.Arrival arrival(UUID id, BlobStore.Stored stored, byte[] hash) {
        return jdbc.sql("select file_name, source, chosen_format, waits from unfinished_upload where id = ?").param(id)
                .query((row, number) -> new StoredUploads.Arrival(row.getString(1), Upload.Source.valueOf(row.getString(2)), stored, hash,
                        new UploadWishes(UploadWishes.format(row.getString(3)), row.getBoolean(4)))).single();
    }

    void setReceipt(UUID id, Receipt receipt) {
        jdbc.sql("update unfinished_upload set upload_id = ?, already = ? where id = ?").param(receipt.id().value()).param(receipt.already()).param(id).update();
    }

    /** Whether the bytes of a finished one are of no use. */
    boolean isDroppable(UUID id, String key) {
        return jdbc.sql("""
                        select not exists (select from unfinished_upload where id = ? and upload_id is null)
                            and not exists (select from upload where blob_key = ?)""")
                .params(id, key).query((row, number) -> row.getBoolean(1)).single();
    }

    /** Those that nobody went on with. Of complete ones nothing but the row is left. */
    List<UUID> expired(Instant now) {
        return jdbc.sql("select id from unfinished_upload where organization_id = current_organization() and expires_at < ?").param(now.atOffset(ZoneOffset.UTC))
                .query((row, number) -> row.getObject(1, UUID.class)).list();
    }

    void delete(UUID id) {
        jdbc.sql("delete from unfinished_upload where id = ?").param(id).update();
    }

    private OffsetDateTime expiry() {
        return clock.instant().plus(settings.unfinishedRetention()).atOffset(ZoneOffset.UTC);
    }

    private UnfinishedUpload view(ResultSet row, int number) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        OrganizationId organization = Tenant.current();
        byte[] metadata = row.getBytes("metadata");
        @Nullable UUID upload = row.getObject("upload_id", UUID.class);
        return new UnfinishedUpload(id, row.getString("file_name"), row.getObject("byte_count", Long.class), row.getLong("received"),
                metadata == null ? null : new String(keys.decrypt(organization, metadata, associated(id)), StandardCharsets.UTF_8),
                row.getObject("created_at", OffsetDateTime.class).toInstant(), row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                upload == null ? null : new Receipt(new UploadId(upload), row.getBoolean("already")));
    }

    private static byte[] associated(UUID id) {
        return ("metadata " + id).getBytes(StandardCharsets.UTF_8);
    }
}
