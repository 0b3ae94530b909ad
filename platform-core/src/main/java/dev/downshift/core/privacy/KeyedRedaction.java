package dev.downshift.core.privacy;

import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.engine.privacy.RedactionPolicy;
import dev.downshift.engine.privacy.Redactor;
import org.springframework.stereotype.Component;

/** Redactors whose key is derived from the organization's own. */
@Component
class KeyedRedaction implements Redaction {

    private static final String PURPOSE = "surrogates";
    private static final int KEY_BYTES = 32;

    private final RedactionPolicies policies;
    private final OrganizationKeys keys;

    KeyedRedaction(RedactionPolicies policies, OrganizationKeys keys) {
        this.policies = policies;
        this.keys = keys;
    }

    @Override
    public Redactor redactorFor(OrganizationId organization) {
        return versionedRedactorFor(organization).redactor();
    }

    @Override
    public Redactor redactorFor(OrganizationId organization, RedactionPolicy policy) {
        return Redactor.with(policy, keys.derive(organization, PURPOSE, KEY_BYTES));
    }

    @Override
    public VersionedRedactor versionedRedactorFor(OrganizationId organization) {
        PolicyVersion current = current(organization);
        return new VersionedRedactor(redactorFor(organization, current.policy()), current.version());
    }

    private PolicyVersion current(OrganizationId organization) {
        boolean bound = Tenant.currentIfAny().filter(organization::equals).isPresent();
        return bound ? policies.current() : Tenant.call(organization, policies::current);
    }
}
