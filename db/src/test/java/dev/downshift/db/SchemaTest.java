package dev.downshift.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the catalogue says about every table, so that a new one cannot miss the isolation of tenants. */
class SchemaTest {

    private static final String WITHOUT_TENANT = """
            '^(person|sign_in_failure|job_request|import_schedule|retention_schedule|flyway_schema_history|event_publication|spring_session.*|batch_.*)$'""";

    private static final String TENANT_TABLES = """
            with tenant_table as (
                select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname !~ %s)
            """.formatted(WITHOUT_TENANT);

    private static Database database;

    @BeforeAll
    static void migrate() throws SQLException {
        database = TemporaryDatabases.create(Path.of(System.getProperty("downshift.home", "target/home")).toAbsolutePath());
        Flyway.configure()
                .dataSource(database.url(), database.owner().role(), database.owner().password())
                .placeholders(Map.of("applicationRole", database.application().role()))
                .load()
                .migrate();
        asApplication("select set_config('app.organization', uuidv7()::text, false); select prepare_calls(array['2026-01-31', '2026-03-01']::date[])");
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void everyTenantTableForcesRowLevelSecurity() throws SQLException {
        assertThat(ask(TENANT_TABLES + "select relname from tenant_table where not (relrowsecurity and relforcerowsecurity)"))
                .isEmpty();
        assertThat(ask(TENANT_TABLES + "select relname from tenant_table")).contains("upload", "llm_call", "route");
    }

    @Test
    void partitionsAreTablesLikeOthersToTheseTests() throws SQLException {
        assertThat(ask(TENANT_TABLES + "select regexp_replace(relname, '[0-9a-f]{32}', 'x') from tenant_table where relname ~ '[0-9a-f]{32}'"))
                .containsExactlyInAnyOrder("message_x", "call_identity_x", "assignment_x", "llm_call_x", "llm_call_x_202601", "llm_call_x_202603");
        assertThat(ask("select relname from pg_class where relname ~ '[0-9a-f]{32}' and relowner <> 'downshift_owner'::regrole")).isEmpty();
    }

    @Test
    void everyPolicyChecksWhatIsReadAndWhatIsWritten() throws SQLException {
        assertThat(ask(TENANT_TABLES + """
                select relname from tenant_table t where not exists (
                    select from pg_policy p where p.polrelid = t.oid and p.polcmd = '*' and p.polpermissive
                    and p.polqual is not null and p.polwithcheck is not null)"""))
                .isEmpty();
        assertThat(ask(TENANT_TABLES + "select relname from tenant_table t where (select count(*) from pg_policy p where p.polrelid = t.oid) <> 1"))
                .isEmpty();
    }

    @Test
    void everyTenantTableNamesItsOrganization() throws SQLException {
        assertThat(ask(TENANT_TABLES + """
                select relname from tenant_table t where relname <> 'organization' and not exists (
                    select from pg_attribute a where a.attrelid = t.oid and a.attname = 'organization_id' and a.attnotnull)"""))
                .isEmpty();
    }

    @Test
    void everyReferenceBetweenTenantTablesIncludesTheOrganization() throws SQLException {
        assertThat(ask(TENANT_TABLES + """
                select f.conname from pg_constraint f
                join tenant_table a on a.oid = f.conrelid join tenant_table b on b.oid = f.confrelid
                where f.contype = 'f' and b.relname <> 'organization' and not exists (
                    select from unnest(f.conkey, f.confkey) as k(here, there)
                    join pg_attribute x on x.attrelid = f.conrelid and x.attnum = k.here
                    join pg_attribute y on y.attrelid = f.confrelid and y.attnum = k.there
                    where x.attname = 'organization_id' and y.attname = 'organization_id')"""))
                .isEmpty();
    }

    @Test
    void theApplicationOwnsNothingAndBypassesNothing() throws SQLException {
        assertThat(ask("select relname from pg_class where relowner = 'downshift_app'::regrole")).isEmpty();
        assertThat(ask("""
                select rolname from pg_roles where rolname in ('downshift_app', 'downshift_owner', 'downshift_erasure')
                and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)"""))
                .isEmpty();
        assertThat(ask("select rolname from pg_roles where rolname in ('downshift_erasure', 'downshift_backup') and rolcanlogin"))
                .isEmpty();
    }

    @Test
    void theApplicationCanNeitherChangeNorDeleteAnAuditEntry() {
        for (String statement : List.of("update audit_entry set action = 'x'", "delete from audit_entry",
                "truncate audit_entry", "update decision set comment = 'x'", "delete from route_change")) {
            String tenant = "select set_config('app.organization', uuidv7()::text, false); ";
            assertThatThrownBy(() -> asApplication(tenant + statement)).as(statement).hasMessageContaining("permission denied");
        }
    }

    @Test
    void nothingIsReadWithoutATenant() {
        assertThatThrownBy(() -> asApplication("select * from upload")).hasMessageContaining("no organization is set");
        assertThatThrownBy(() -> asApplication("insert into member (organization_id, person_id, role)"
                        + " values (uuidv7(), uuidv7(), 'OWNER')"))
                .hasMessageContaining("no organization is set");
    }

    @Test
    void aNewConnectionOfTheApplicationSearchesIteratively() throws SQLException {
        try (Connection connection = application(); var rows = connection.createStatement()
                .executeQuery("select '[1,2]'::vector <-> '[1,2]', current_setting('hnsw.iterative_scan')")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(2)).isEqualTo("strict_order");
        }
    }

    private static List<String> ask(String query) throws SQLException {
        Database.Credentials superuser = database.superuser();
        try (Connection connection = DriverManager.getConnection(database.url(), superuser.role(), superuser.password());
                var rows = connection.createStatement().executeQuery(query)) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    private static void asApplication(String statement) throws SQLException {
        try (Connection connection = application(); Statement jdbc = connection.createStatement()) {
            jdbc.execute(statement);
        }
    }

    private static Connection application() throws SQLException {
        return DriverManager.getConnection(database.url(), database.application().role(), database.application().password());
    }
}
