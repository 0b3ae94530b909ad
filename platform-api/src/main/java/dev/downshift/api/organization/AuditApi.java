package dev.downshift.api.organization;

import dev.downshift.core.Page;
import dev.downshift.core.audit.AuditEntry;
import dev.downshift.core.audit.AuditTrail;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit trail. */
@RestController
@RequestMapping("/api/v1/audit")
@Tag(name = "Audit")
class AuditApi {

    private final AuditTrail trail;

    AuditApi(AuditTrail trail) {
        this.trail = trail;
    }

    record VerificationView(boolean intact, long entries, @Nullable Long brokenAt) {}

    @GetMapping
    @Operation(summary = "What happened, newest first")
    Page<AuditEntry> list(
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String subjectType,
            @RequestParam(required = false) @Nullable String subjectId,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String cursor) {
        return trail.list(new AuditTrail.Filter(action, subjectType, subjectId, actor), cursor);
    }

    @GetMapping("/verification")
    @Operation(summary = "Computes the hash chain anew and says whether it holds")
    VerificationView verify() {
        AuditTrail.Verification found = trail.verify();
        return new VerificationView(found.intact(), found.entries(), found.brokenAt());
    }
}
