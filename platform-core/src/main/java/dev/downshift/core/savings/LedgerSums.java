package dev.downshift.core.savings;

import dev.downshift.core.savings.SavingsLedger.Totals;
import dev.downshift.engine.savings.Savings;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The sums over a set of entries, as columns of a query. */
final class LedgerSums {

    static final String COLUMNS = """
            coalesce(sum(amount) filter (where kind = 'AVOIDED'), 0), coalesce(sum(amount) filter (where kind = 'SERVING'), 0),
            coalesce(sum(amount) filter (where kind = 'SHADOW'), 0), coalesce(sum(amount) filter (where kind = 'FALLBACK'), 0),
            coalesce(sum(amount) filter (where kind = 'TRAINING'), 0), coalesce(sum(amount) filter (where kind = 'EVALUATION'), 0),
            count(*) filter (where kind = 'AVOIDED'), count(*) filter (where kind = 'AVOIDED' and price_version = 'unknown'),
            count(*) filter (where kind = 'SHADOW'), count(*) filter (where kind = 'FALLBACK')
            """;

    private LedgerSums() {}

    static Totals read(ResultSet row, int first) throws SQLException {
        Savings savings = new Savings(amount(row, first), amount(row, first + 1), amount(row, first + 2), amount(row, first + 3), amount(row, first + 4),
                amount(row, first + 5));
        return new Totals(savings, row.getLong(first + 6), row.getLong(first + 7), row.getLong(first + 8), row.getLong(first + 9));
    }

    private static BigDecimal amount(ResultSet row, int column) throws SQLException {
        BigDecimal amount = row.getBigDecimal(column);
        return amount == null ? BigDecimal.ZERO : amount;
    }
}
