package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.intake.CallRetention.Forgotten;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionOperations;

@CoreTest
class CallRetentionTest {

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired Calls calls;
    @Autowired CallRetention retention;
    @Autowired TransactionOperations transactions;

    OrganizationId organization;

    @BeforeEach
    void anOrganization() {
        organization = new Organizations(onboarding, members).create();
    }

    @Test
    void callsBeforeATimeAreForgottenWithTheMessagesThatOnlyTheyHeld() throws IOException {
        Actor.call(Actor.system(organization), () -> {
            new Ingesting(uploads, ingest, transactions).uploadAndRead("year.jsonl", yearly());

            assertThat(calls.stream()).hasSize(48);
            assertThat(retention.forgetBefore(Instant.parse("2025-03-15T12:00:00Z"))).isEqualTo(new Forgotten(10, 8));
            assertThat(calls.stream()).hasSize(38).allMatch(call -> call.call().messages().size() == 2)
                    .allMatch(call -> !call.orderedAt().isBefore(Instant.parse("2025-03-15T12:00:00Z")));
            assertThat(retention.forgetBefore(Instant.parse("2025-03-15T12:00:00Z"))).isEqualTo(new Forgotten(0, 0));
            assertThat(retention.forgetBefore(Instant.parse("2025-04-01T00:00:00Z"))).isEqualTo(new Forgotten(2, 4));
            return true;
        });
    }

    /** Four calls a month through 2025, on days 1, 8, 15 and 22, each with a message of its own, one they share and a common answer. */
    private static byte[] yearly() {
        return IntStream.range(0, 48).mapToObj(index -> ("{\"timestamp\":\"2025-%02d-%02dT12:00:00Z\",\"request\":{\"model\":\"gpt-4o\",\"messages\":["
                        + "{\"role\":\"system\",\"content\":\"Sort the ticket.\"},{\"role\":\"user\",\"content\":\"Number %d\"}]},"
                        + "\"response\":{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Done\"}}]}}")
                        .formatted(1 + index / 4, 1 + index % 4 * 7, index))
                .collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
    }
}
