package dev.downshift.core.tasks;

import dev.downshift.core.tenancy.Tenant;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes vectors: by binary COPY into a temporary table, since PostgreSQL refuses COPY under row-level security, and
 * from there under the policy.
 */
@Component
class Embeddings {

    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

    private final JdbcTemplate jdbc;

    Embeddings(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /** Writes the vectors that are not there yet, in the running transaction, or one of its own. */
    @Transactional(propagation = Propagation.REQUIRED)
    public void write(Map<UUID, float[]> vectors) {
        UUID organization = Tenant.current().value();
        byte[] rows = rows(organization, vectors);
        jdbc.execute((Connection connection) -> {
            copy(connection, rows);
            return true;
        });
        jdbc.update("insert into embedding (organization_id, variable_id, vector)"
                + " select organization_id, variable_id, vector from copied_embedding on conflict do nothing");
    }

    private static void copy(Connection connection, byte[] rows) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("create temporary table if not exists copied_embedding"
                    + " (organization_id uuid, variable_id uuid, vector halfvec(384)) on commit delete rows");
        }
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy copied_embedding from stdin (format binary)");
        try {
            copy.writeToCopy(rows, 0, rows.length);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static byte[] rows(UUID organization, Map<UUID, float[]> vectors) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(vectors.size() * 820 + 32);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(SIGNATURE);
            out.writeInt(0);
            out.writeInt(0);
            for (Map.Entry<UUID, float[]> each : vectors.entrySet()) {
                out.writeShort(3);
                uuid(out, organization);
                uuid(out, each.getKey());
                halves(out, each.getValue());
            }
            out.writeShort(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void uuid(DataOutputStream out, UUID value) throws IOException {
        out.writeInt(16);
        out.writeLong(value.getMostSignificantBits());
        out.writeLong(value.getLeastSignificantBits());
    }

    private static void halves(DataOutputStream out, float[] vector) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4 + 2 * vector.length).putShort((short) vector.length).putShort((short) 0);
        for (float value : vector) {
            buffer.putShort(Float.floatToFloat16(value));
        }
        out.writeInt(buffer.capacity());
        out.write(buffer.array());
    }
}
