package dev.downshift.core.dataprotection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.downshift.core.CoreTest;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.Organizations;
import dev.downshift.core.SampleTask;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.dataprotection.PrivacyReport.Access;
import dev.downshift.core.dataprotection.PrivacyReport.DatasetFindings;
import dev.downshift.core.dataprotection.PrivacyReport.Found;
import dev.downshift.core.dataprotection.PrivacyReport.UploadFindings;
import dev.downshift.core.datasets.DatasetView;
import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.exports.Exports;
import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.Ingesting;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.privacy.RedactionPolicies;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.engine.evaluation.OutputShape;
import dev.downshift.engine.privacy.FindingType;
import dev.downshift.engine.privacy.PolicyRule;
import dev.downshift.engine.privacy.RedactionPolicy;
import dev.downshift.engine.privacy.RedactionPolicy.Mode;
import dev.downshift.engine.traces.ExportFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@CoreTest
class PrivacyReportTest {

    @Autowired PrivacyReports reports;
    @Autowired Openings openings;
    @Autowired RedactionPolicies policies;
    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired Calls calls;
    @Autowired Datasets datasets;
    @Autowired Exports exports;
    @Autowired AuditTrail trail;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    private Actor admin = Actor.system(new OrganizationId(new UUID(0, 0)));

    @BeforeEach
    void anAdmin() {
        Organizations organizations = new Organizations(onboarding, members);
        admin = organizations.member(organizations.create(), Role.ADMIN);
    }

    @Test
    void findingsAreCountedByTypeRulePlaceAndPolicyAndByUpload() throws IOException {
        Actor.call(admin, () -> {
            read("one.jsonl", line("Write to ada@corp.com", "Done") + line("Write to bob@corp.com and ada@corp.com", "Done"));
            policies.save(RedactionPolicy.standard().with(FindingType.EMAIL_ADDRESS, Mode.TAG));
            read("two.jsonl", line("Write to eve@corp.com", "I called 203.0.113.77"));
            read("three.jsonl", line("Nothing here", "Done"));

            PrivacyReport report = reports.of(Period.ALL);

            assertThat(report.findings()).isEqualTo(5);
            assertThat(report.found()).filteredOn(found -> found.type().equals("EMAIL_ADDRESS")).extracting(Found::place, Found::policyVersion, Found::done, Found::findings)
                    .containsExactly(tuple("/content", 0, Mode.SURROGATE, 3L), tuple("/content", 1, Mode.TAG, 1L));
            assertThat(report.found()).allSatisfy(found -> assertThat(found.meanScore()).isBetween(found.lowestScore(), 1.0));
            assertThat(report.uploads()).extracting(UploadFindings::name, UploadFindings::byType).containsExactly(
                    tuple("three.jsonl", Map.of()),
                    tuple("two.jsonl", Map.of("EMAIL_ADDRESS", 1L, "IP_ADDRESS", 1L)),
                    tuple("one.jsonl", Map.of("EMAIL_ADDRESS", 3L)));
            assertThat(report.policies()).extracting(policy -> policy.version().version()).containsExactly(0, 1);
            assertThat(report.policies().getFirst().until()).isEqualTo(report.policies().getLast().from()).isNotNull();
            assertThat(report.policies().getLast().until()).isNull();
            return report;
        });
    }

    @Test
    void whatARuleNamesIsNotSaidToBeDoneAsTheTypeIs() throws IOException {
        Actor.call(admin, () -> {
            RedactionPolicy standard = RedactionPolicy.standard();
            policies.save(new RedactionPolicy(standard.modes(), standard.threshold(), standard.thresholds(), standard.terms(),
                    List.of(new PolicyRule("/content", "", "", Map.of(FindingType.EMAIL_ADDRESS, Mode.TAG)))));
            read("one.jsonl", line("Write to ada@corp.com", "I called 203.0.113.77"));

            PrivacyReport report = reports.of(Period.ALL);

            assertThat(report.found()).hasSize(2).allSatisfy(found -> assertThat(found.done() == null).isEqualTo(found.type().equals("EMAIL_ADDRESS")));
            return report;
        });
    }

    @Test
    void aDatasetIsToldWhatWasFoundInItsCallsAndWhoTookIt() throws IOException {
        TaskId task = Actor.call(admin, () -> new SampleTask(uploads, ingest, calls, jdbc, transactions).create("ROUTE", OutputShape.LABEL, 250));
        Actor.run(admin, () -> {
            DatasetView dataset = datasets.freeze(task);
            CallId call = calls.list(CallFilter.ALL, null).items().getFirst().id();
            exports.dataset(dataset.id(), null, ExportFormat.JSONL);
            openings.note(call);
            openings.note(call);
            openings.note(dataset.id());

            PrivacyReport report = reports.of(Period.ALL);

            DatasetFindings found = report.datasets().getFirst();
            assertThat(found.traced()).isEqualTo(dataset.examples()).isEqualTo(found.examples());
            assertThat(found.findings()).isPositive().isLessThanOrEqualTo(report.findings());
            assertThat(report.accesses()).extracting(Access::action).containsExactly("dataset.opened", "call.opened", "dataset.exported");
            assertThat(report.accesses()).allSatisfy(access -> assertThat(access.who()).isEqualTo(admin.name()));
            assertThat(trail.verify().intact()).isTrue();
        });
    }

    @Test
    void aPeriodLeavesOutWhatIsNotInItAndCannotEndBeforeItBegins() throws IOException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Actor.call(admin, () -> {
            read("one.jsonl", line("Write to ada@corp.com", "Done"));
            assertThat(reports.of(new Period(today.minusDays(1), today.plusDays(1))).findings()).isOne();
            PrivacyReport before = reports.of(new Period(null, today.minusDays(2)));
            assertThat(before.findings()).isZero();
            assertThat(before.uploads()).isEmpty();
            return before;
        });
        assertThatThrownBy(() -> new Period(today, today.minusDays(1))).isInstanceOf(InvalidInput.class);
    }

    private void read(String name, String lines) throws IOException {
        new Ingesting(uploads, ingest, transactions).uploadAndRead(name, lines.getBytes(StandardCharsets.UTF_8));
    }

    private static String line(String prompt, String answer) {
        return "{\"request\":{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]},\"response\":{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"%s\"}}]}}\n"
                .formatted(prompt, answer);
    }
}
