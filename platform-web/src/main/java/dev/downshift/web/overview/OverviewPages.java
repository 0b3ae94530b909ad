package dev.downshift.web.overview;

import dev.downshift.core.overview.Overview;
import dev.downshift.core.savings.SavingsLedger;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The overview. */
@Controller
class OverviewPages {

    private static final int STANDINGS = 12;

    private final Overview overview;
    private final SavingsLedger ledger;

    OverviewPages(Overview overview, SavingsLedger ledger) {
        this.overview = overview;
        this.ledger = ledger;
    }

    @GetMapping("/")
    String overview(Model model) {
        var loop = overview.loop();
        model.addAttribute("loop", loop);
        model.addAttribute("saved", ledger.totals(SavingsLedger.Filter.ALL).savings().net());
        model.addAttribute("standings", overview.standings(STANDINGS).stream().map(StandingRow::of).toList());
        return loop.uploads() == 0 ? "overview/empty" : "overview/overview";
    }
}
