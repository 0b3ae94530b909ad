package dev.downshift.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How calls and messages move into partitions, and what planning and dropping them costs. */
class PartitionsTest {

    private static final UUID OLD = UUID.fromString("0198f7a2-7c1e-7b3a-9d52-1f6e0a4c8b77");
    private static final UUID OTHER = UUID.fromString("0198f7a2-7c1e-7b3a-9d52-1f6e0a4c8b78");
    private static Database database;

    @BeforeAll
    static void migrateWithCalls() throws SQLException {
        database = TemporaryDatabases.create(Path.of(System.getProperty("downshift.home", "target/home")).toAbsolutePath());
        migrate("23");
        for (UUID organization : List.of(OLD, OTHER)) {
            ask(organization, callsBefore(organization) + "select 1");
        }
        migrate("latest");
    }

    /** Three calls of an organization as they were before there were partitions. */
    private static String callsBefore(UUID organization) {
        return """
            insert into organization (id, name, slug, wrapped_key) values ('%1$s', 'Old', '%2$s', '');
            insert into upload (organization_id, id, file_name, content_hash, byte_count, source, status, created_by_name)
              values ('%1$s', '%1$s', 'a', '', 1, 'API', 'INGESTED', 'Ada');
            insert into message (organization_id, id, role, body, redactions, tokens) values
              ('%1$s', md5('system')::uuid, 'SYSTEM', '{"role":"system","content":"Sort the ticket"}', '[]', 5),
              ('%1$s', md5('asked')::uuid, 'USER', '{"role":"user","content":"Where is my Order_17?"}', '[{"pointer":"/content"}]', 6),
              ('%1$s', md5('answer')::uuid, 'ASSISTANT', '{"role":"assistant","content":"On its way"}', '[]', 3);
            insert into llm_call (organization_id, id, upload_id, record, index_in_record, conversation, ordered_at, message_ids, response_id, parameters,
                prompt_tokens, completion_tokens, tokens_estimated, cost, metadata)
              select '%1$s', md5('call' || month)::uuid, '%1$s', month, 0, 'one', make_timestamptz(2025, month, 3, 0, 0, 0, 'UTC'),
                array[md5('system')::uuid, md5('asked')::uuid], case when month < 3 then md5('answer')::uuid end, '{}', 10, 3, false, 0.25, '{"a":1}'
              from generate_series(1, 3) as month;
            insert into discovery_run (organization_id, id, status, requested_by_name) values ('%1$s', '%1$s', 'SUCCEEDED', 'Ada');
            insert into call_site (organization_id, id, name, template, signature, tool_names, response_shape, calls) values ('%1$s', '%1$s', '', '', '{}', '{}', 'TEXT', 1);
            insert into assignment (organization_id, call_id, call_site_id, discovery_run_id) values ('%1$s', md5('call2')::uuid, '%1$s', '%1$s');
            """.formatted(organization, organization.equals(OLD) ? "old" : "other");
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    private static void migrate(String target) {
        Flyway.configure()
                .dataSource(database.url(), database.owner().role(), database.owner().password())
                .placeholders(Map.of("applicationRole", database.application().role()))
                .target(target).skipDefaultCallbacks(true)
                .load()
                .migrate();
    }

    @Test
    void whatWasStoredBeforeLiesInThePartitionsOfItsOrganizationAndMonth() throws SQLException {
        for (UUID organization : List.of(OLD, OTHER)) {
            assertThat(ask(organization, "select c.tableoid::regclass || ' ' || c.id || ' ' || (i.completeness >> 58) from llm_call c join call_identity i using (organization_id, id, ordered_at) order by 1"))
                    .containsExactly(month(organization, 1) + " " + md5("call1") + " 14", month(organization, 2) + " " + md5("call2") + " 14", month(organization, 3) + " " + md5("call3") + " 6");
            assertThat(ask(organization, "select role || ' ' || last_used || ' ' || coalesce(redactions::text, 'none') from message order by 1"))
                    .containsExactly("ASSISTANT 2025-02-01 none", "SYSTEM 2025-03-01 none", "USER 2025-03-01 [{\"pointer\": \"/content\"}]");
            assertThat(ask(organization, "select call_id || ' ' || (ordered_at at time zone 'UTC')::date from assignment")).containsExactly(md5("call2") + " 2025-02-03");
            assertThat(ask(organization, "select words::text || ' ' || cost_nanos || ' ' || metadata || coalesce(parameters::text, '') from llm_call where ordered_at < '2025-02-01'"))
                    .containsExactly("'17' 'is' 'its' 'my' 'on' 'order' 'way' 'where' 250000000 {\"a\": 1}");
            assertThat(ask(organization, "select id::text from llm_call where organization_id = '%s' and words @@ 'order & 17'::tsquery".formatted(organization))).hasSize(3);
        }
    }

    /** Of 25 organizations with six months each, a query that names its organization and a time plans with the months of one. */
    @Test
    void planningLooksAtThePartitionsOfOneOrganizationAndTheMonthsAskedFor() throws SQLException {
        for (int number = 0; number < 25; number++) {
            UUID organization = UUID.nameUUIDFromBytes(new byte[] {(byte) number});
            ask(organization, "select prepare_calls(array(select make_date(2025, month, 1) from generate_series(1, 6) month))::text");
        }
        UUID mine = UUID.nameUUIDFromBytes(new byte[] {7});
        String query = "select c.id from llm_call c where c.organization_id = '%s' and c.ordered_at < '2025-05-01' and (c.ordered_at, c.id) < ('2025-05-01', '%s') order by c.ordered_at desc, c.id desc limit 51"
                .formatted(mine, mine);
        List<String> plan = ask(mine, "explain (summary) " + query);
        assertThat(plan.stream().filter(line -> line.contains(" on llm_call_"))).hasSize(4).allMatch(line -> line.contains(month(mine, 0).substring(0, 41)));
        assertThat(plan).noneMatch(line -> line.contains("Sort"));
        List<String> again = ask(mine, "explain " + query + "; explain (summary) " + query);
        assertThat(again).filteredOn(line -> line.startsWith("Planning Time")).singleElement()
                .satisfies(line -> assertThat(Double.parseDouble(line.split("[ :]+", -1)[2])).isLessThan(50));
        assertThat(ask(mine, query + "; select count(distinct relation::regclass::text)::text from pg_locks where pid = pg_backend_pid() and relation::regclass::text ~ '^llm_call_[0-9a-f]{32}(_[0-9]{6})?$'"))
                .contains("5");
    }

    @Test
    void aSearchForWordsMayUseItsIndexUnderRowLevelSecurity() throws SQLException {
        assertThat(ask(OLD, "select proleakproof::text from pg_proc where oid = 'ts_match_vq(tsvector,tsquery)'::regprocedure")).containsExactly("true");
    }

    @Test
    void anOrganizationsCallsAndMessagesGoAtOnce() throws SQLException {
        UUID organization = UUID.nameUUIDFromBytes(new byte[] {100});
        ask(organization, "select prepare_calls(array[date '2025-01-01', date '2025-02-01'])::text");
        try (Connection connection = DriverManager.getConnection(database.url(), database.owner().role(), database.owner().password())) {
            run(connection, organization, "select drop_calls()::text");
        }
        assertThat(ask(organization, "select relname from pg_class where relname like '%" + organization.toString().replace("-", "") + "%'")).isEmpty();
    }

    private static String month(UUID organization, int month) {
        return "llm_call_" + organization.toString().replace("-", "") + "_2025%02d".formatted(month);
    }

    private static String md5(String text) throws SQLException {
        return ask(OLD, "select md5('" + text + "')::uuid::text").getFirst();
    }

    /** What the last of some statements answers to the application. */
    private static List<String> ask(UUID organization, String statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.application().role(), database.application().password())) {
            return run(connection, organization, statements);
        }
    }

    private static List<String> run(Connection connection, UUID organization, String statements) throws SQLException {
        connection.setAutoCommit(false);
        List<String> answers = new ArrayList<>();
        try (var statement = connection.createStatement()) {
            statement.execute("select set_config('app.organization', '" + organization + "', false)");
            statement.execute("select 0; " + statements);
            while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
                var rows = statement.getResultSet();
                if (rows != null) {
                    answers.clear();
                    while (rows.next()) {
                        answers.add(rows.getString(1));
                    }
                }
            }
        }
        connection.commit();
        return answers;
    }
}
