package dev.downshift.web.audit;

import dev.downshift.core.audit.AuditTrail;
import dev.downshift.http.Csv;
import dev.downshift.web.shell.Address;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The audit trail: filtered by its address, verified on request, and as CSV. */
@Controller
class AuditPages {

    private final AuditTrail trail;

    AuditPages(AuditTrail trail) {
        this.trail = trail;
    }

    @GetMapping("/audit")
    String list(@RequestParam(required = false) @Nullable String action, @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String id, @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String cursor, Model model) {
        var filter = filter(action, subject, id, actor);
        var page = trail.list(filter, cursor);
        model.addAttribute("filter", filter);
        model.addAttribute("filtered", !filter.equals(AuditTrail.Filter.ALL));
        model.addAttribute("entries", page.items().stream().map(AuditRow::of).toList());
        model.addAttribute("verification", trail.verify());
        model.addAttribute("csv", address("/audit.csv", filter).toString());
        model.addAttribute("next", page.next() == null ? null : address("/audit", filter).with("cursor", page.next()).toString());
        return "audit/audit";
    }

    @GetMapping("/audit.csv")
    void csv(@RequestParam(required = false) @Nullable String action, @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String id, @RequestParam(required = false) @Nullable String actor,
            HttpServletResponse response) throws IOException {
        try (var csv = Csv.to(response, "audit.csv")) {
            csv.row(List.of("sequence", "occurred_at", "actor", "action", "subject", "subject_id", "details", "hash"));
            csv.rows(cursor -> trail.list(filter(action, subject, id, actor), cursor), entry -> List.of(entry.sequence(), entry.occurredAt(), entry.actorName(),
                    entry.action(), entry.subjectType(), entry.subjectId(), entry.details(), entry.hash()));
        }
    }

    private static AuditTrail.Filter filter(@Nullable String action, @Nullable String subject, @Nullable String id, @Nullable String actor) {
        return new AuditTrail.Filter(given(action), given(subject), given(id), given(actor));
    }

    private static Address address(String path, AuditTrail.Filter filter) {
        return Address.of(path)
                .with("action", filter.action())
                .with("subject", filter.subjectType())
                .with("id", filter.subjectId())
                .with("actor", filter.actorName());
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
