package dev.downshift.core.privacy;

import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.engine.privacy.RedactionPolicy;
import dev.downshift.engine.privacy.Redactor;

/** Redactors of organizations. */
public interface Redaction {

    /**
     * A redactor under the organization's current policy, with surrogates that nobody outside the organization can link. It
     * keeps that policy; ask again for each upload or request.
     */
    Redactor redactorFor(OrganizationId organization);

    /** A redactor under another policy, such as one that is not saved yet, with the same surrogates. */
    Redactor redactorFor(OrganizationId organization, RedactionPolicy policy);

    /** The first with the version of its policy, read at one moment: what it redacts is kept under that version. */
    VersionedRedactor versionedRedactorFor(OrganizationId organization);

    /**
     * A redactor and the policy it keeps.
     *
     * @param policyVersion 0 as long as the policy is the standard one
     */
    record VersionedRedactor(Redactor redactor, int policyVersion) {}
}
