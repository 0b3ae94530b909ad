package dev.downshift.core.audit;

import dev.downshift.core.tenancy.TenancyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Writes down what happens to members, invitations and keys. */
@Component
class TenancyAudit {

    private final AuditTrail trail;

    TenancyAudit(AuditTrail trail) {
        this.trail = trail;
    }

    @EventListener
    void on(TenancyEvent event) {
        trail.append(event.action(), event.subjectType(), event.subjectId(), event.details());
    }
}
