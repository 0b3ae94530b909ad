package dev.downshift.core.dataprotection;

import dev.downshift.core.dataprotection.PrivacyReport.PolicyPeriod;
import dev.downshift.core.privacy.PolicyVersion;
import dev.downshift.core.privacy.RedactionPolicies;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes the current organization's report for its data protection officer, from what is stored at this moment. */
@Service
@Transactional(readOnly = true)
public class PrivacyReports {

    private final ReportRows rows;
    private final RedactionPolicies policies;
    private final Clock clock;

    PrivacyReports(ReportRows rows, RedactionPolicies policies, Clock clock) {
        this.rows = rows;
        this.policies = policies;
        this.clock = clock;
    }

    public PrivacyReport of(Period period) {
        Actor.current().require(Permission.VIEW);
        List<PolicyPeriod> all = policyPeriods();
        Map<Integer, PolicyVersion> versions = all.stream().map(PolicyPeriod::version)
                .collect(Collectors.toMap(PolicyVersion::version, Function.identity()));
        List<PolicyPeriod> held = all.stream().filter(one -> heldIn(one, period)).toList();
        return new PrivacyReport(period, clock.instant(), held, rows.found(period, versions), rows.uploads(period),
                rows.datasets(period), rows.accesses(period));
    }

    private List<PolicyPeriod> policyPeriods() {
        List<PolicyVersion> versions = new ArrayList<>(policies.history());
        versions.add(PolicyVersion.standard());
        versions.sort(Comparator.comparingInt(PolicyVersion::version));
        List<PolicyPeriod> periods = new ArrayList<>();
        for (int index = 0; index < versions.size(); index++) {
            @Nullable Instant until = index + 1 < versions.size() ? versions.get(index + 1).createdAt() : null;
            periods.add(new PolicyPeriod(versions.get(index), versions.get(index).createdAt(), until));
        }
        return periods;
    }

    private static boolean heldIn(PolicyPeriod policy, Period period) {
        boolean began = policy.from() == null || policy.from().isBefore(period.ends().toInstant());
        return began && (policy.until() == null || policy.until().isAfter(period.begins().toInstant()));
    }
}
