package dev.downshift.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Several workers with many hands at one queue. */
@MortalWorkers.Test
class IngestQueueTest {

    private static final int WORKERS = 3;
    private static final int HANDS = 3;
    private static final int UPLOADS = 60;

    @Autowired Onboarding onboarding;
    @Autowired Uploads uploads;
    @Autowired JdbcClient jdbc;
    @Autowired MortalWorkers workers;

    @Test
    void noUploadIsTakenTwice() throws InterruptedException {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        OrganizationId organization = onboarding.createOrganization("Organization", "organization-" + unique, new NewPerson(unique + "@example.com", "Owner", "a password for tests"));
        Actor system = Actor.system(organization);
        List<MortalDatabase.Life> lives = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            MortalDatabase.Life life = workers.life("", Long.MAX_VALUE);
            lives.add(life);
            life.start(() -> workers.work(HANDS));
        }
        Actor.run(system, () -> {
            for (int upload = 0; upload < UPLOADS; upload++) {
                receive(upload);
            }
        });
        Instant deadline = Instant.now().plusSeconds(60);
        while (unfinished(organization) > 0) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(20);
        }
        lives.forEach(MortalDatabase.Life::close);

        Map<String, Long> executions = jdbc.sql("""
                        select subject.parameter_value from batch_job_execution_params subject join batch_job_execution_params owner using (job_execution_id)
                        where subject.parameter_name = 'subject' and owner.parameter_name = 'organization' and owner.parameter_value = ?""")
                .param(organization.toString()).query((row, number) -> row.getString(1)).list().stream()
                .collect(Collectors.groupingBy(subject -> subject, Collectors.counting()));
        assertThat(executions).hasSize(UPLOADS).allSatisfy((subject, times) -> assertThat(times).isOne());
        assertThat(Actor.call(system, () -> uploads.list(null).items())).allSatisfy(upload -> {
            assertThat(upload.status()).isEqualTo(Upload.Status.INGESTED);
            assertThat(upload.calls()).isEqualTo(1);
        });
    }

    private void receive(int number) {
        String file = "{\"messages\":[{\"role\":\"user\",\"content\":\"Ticket " + number + "\"},{\"role\":\"assistant\",\"content\":\"late\"}]}\n";
        try {
            uploads.receive(number + ".jsonl", Upload.Source.API, new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private long unfinished(OrganizationId organization) {
        return jdbc.sql("select count(*) from job_request where kind = 'INGEST' and organization_id = ? and finished_at is null").param(organization.value())
                .query((row, number) -> row.getLong(1)).single();
    }
}
