package dev.downshift.http;

import dev.downshift.core.savings.LedgerEntry;
import dev.downshift.core.savings.SavingsLedger;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tasks.Tasks;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The savings ledger as a CSV file, newest first; amounts in US dollars. */
public final class SavingsCsv {

    private SavingsCsv() {}

    public static void send(HttpServletResponse response, SavingsLedger ledger, SavingsLedger.Filter filter, Tasks tasks) throws IOException {
        Map<TaskId, String> names = new HashMap<>();
        try (Csv csv = Csv.to(response, "savings.csv"); Stream<LedgerEntry> all = ledger.stream(filter)) {
            csv.row(List.of("occurred_at", "task", "task_id", "kind", "subject_id", "amount_usd", "price_version"));
            for (Iterator<LedgerEntry> entries = all.iterator(); entries.hasNext();) {
                LedgerEntry entry = entries.next();
                String task = names.computeIfAbsent(entry.task(), id -> tasks.get(id).name());
                csv.row(List.of(entry.occurredAt(), task, entry.task(), entry.kind(), entry.subject(), entry.amount().toPlainString(), entry.priceVersion()));
            }
        }
    }
}
