package dev.downshift.worker;

import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.OrganizationId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Everything that the database holds of an organization, without what differs between two organizations that were sent the same file. */
final class EndState {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern BINARY = Pattern.compile("\\\\\\\\x[0-9a-f]+");
    private static final Pattern ADDRESS = Pattern.compile("[\\w.+-]+@[\\w.-]+\\w");
    /** When something happened here, which was later than the calls were made. */
    private static final Pattern AT = Pattern.compile("\"\\d{4}-\\d\\d-\\d\\dT[^\"]+\"");
    private static final Pattern OF_A_CALL = Pattern.compile("\"2023-.*");
    /** Where something ends that has another name in another organization. */
    private static final Pattern END = Pattern.compile("\"(end|end_offset)\": \\d+");
    /** The last bits of how complete a call is are a keyed hash of what it says. */
    private static final Pattern COMPLETENESS = Pattern.compile("\"completeness\": (\\d+)");
    private static final int HASHED_BITS = 26;
    /** The words of surrogates are others in another organization, but as many. */
    private static final Pattern WORDS = Pattern.compile("\"words\": \"([^\"]*)\"");
    private static final Pattern NAMED = Pattern.compile("(organization|Organization|founder|Owner)-?[0-9a-f]{8}");

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    EndState(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** The rows of each table that has any. */
    Map<String, List<String>> of(OrganizationId organization) {
        return Actor.call(Actor.system(organization), () -> java.util.Objects.requireNonNull(transactions.execute(status -> {
            Map<String, List<String>> tables = new TreeMap<>();
            for (String table : tables()) {
                List<String> rows = jdbc.sql("select to_jsonb(t)::text from " + table + " t where organization_id = current_organization()")
                        .query((row, number) -> withoutNames(row.getString(1))).list().stream().sorted().toList();
                if (!rows.isEmpty()) {
                    tables.put(table, rows);
                }
            }
            tables.put("what the calls say", jdbc.sql("""
                            select c.record, c.index_in_record, m.place, b.body::text from llm_call c,
                                unnest(c.message_ids || c.response_id) with ordinality as m(id, place), message b
                            where c.organization_id = current_organization() and b.organization_id = c.organization_id and b.id = m.id order by 1, 2, 3""")
                    .query((row, number) -> row.getLong(1) + " " + row.getLong(2) + " " + row.getLong(3) + " " + withoutNames(row.getString(4))).list());
            return tables;
        })));
    }

    /** What one has and the other has not, a few rows of each table. */
    static Map<String, List<String>> difference(Map<String, List<String>> one, Map<String, List<String>> other) {
        Map<String, List<String>> difference = new TreeMap<>();
        Set<String> tables = new TreeSet<>(one.keySet());
        tables.addAll(other.keySet());
        for (String table : tables) {
            List<String> rows = one.getOrDefault(table, List.of());
            List<String> others = other.getOrDefault(table, List.of());
            if (!rows.equals(others)) {
                difference.put(table + ": " + rows.size() + " and " + others.size() + " rows", Stream.concat(without(rows, others), without(others, rows)).toList());
            }
        }
        return difference;
    }

    private static Stream<String> without(List<String> rows, List<String> others) {
        Set<String> there = Set.copyOf(others);
        return rows.stream().filter(row -> !there.contains(row)).limit(3);
    }

    private List<String> tables() {
        return jdbc.sql("""
                        select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
                        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1""")
                .query((row, number) -> row.getString(1)).list();
    }

    private static String withoutNames(String row) {
        String text = ID.matcher(row).replaceAll("ID");
        text = BINARY.matcher(text).replaceAll("BYTES");
        text = ADDRESS.matcher(text).replaceAll("ADDRESS");
        text = END.matcher(text).replaceAll("END");
        text = COMPLETENESS.matcher(text).replaceAll(all -> "completeness " + (Long.parseLong(all.group(1)) >> HASHED_BITS));
        text = WORDS.matcher(text).replaceAll(all -> all.group(1).split(" ").length + " words");
        text = AT.matcher(text).replaceAll(at -> OF_A_CALL.matcher(at.group()).matches() ? at.group() : "AT");
        return NAMED.matcher(text).replaceAll("$1");
    }
}
