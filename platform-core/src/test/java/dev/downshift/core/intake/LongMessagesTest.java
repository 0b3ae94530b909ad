package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.engine.traces.CanonicalJson;
import dev.downshift.engine.traces.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Messages so long that they are not copied on their way into the database. */
@CoreTest
@TestPropertySource(properties = "downshift.intake.largest-record=32MB")
class LongMessagesTest {

    private static final int ADDRESSES = 16_000;
    private static final String BETWEEN = "that was late for the fourth time, and nobody knows why it is so. ";

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Calls calls;
    @Autowired Ingest ingest;
    @Autowired JdbcClient jdbc;
    @Autowired OrganizationKeys keys;
    @Autowired TransactionOperations transactions;

    OrganizationId organization;
    Ingesting ingesting;

    @BeforeEach
    void anOrganization() {
        organization = new Organizations(onboarding, members).create();
        ingesting = new Ingesting(uploads, ingest, transactions);
    }

    @Test
    void isStoredAsAShortOneIs() throws IOException {
        Actor.<Boolean, IOException>call(Actor.system(organization), () -> {
            UploadView upload = ingesting.uploadAndRead("long.jsonl", line(text(), "first"));

            assertThat(upload.calls()).isOne();
            assertThat(upload.findings()).isEqualTo(ADDRESSES).isEqualTo(count("finding"));
            CallDetail.RedactedMessage asked = calls.get(calls.list(CallFilter.of(upload.id()), null).items().getFirst().id()).prompt().getFirst();
            String stored = asked.message().text();
            assertThat(stored).startsWith("An order 😀 with \ufffd of ").endsWith(BETWEEN).doesNotContain("customer1@shop.test");
            assertThat(stored.split(BETWEEN, -1)).hasSize(ADDRESSES + 1);
            assertThat(asked.replacements()).hasSize(10_000).allSatisfy(part -> assertThat(stored.substring(part.start(), part.end())).containsOnlyOnce("@").doesNotContain(" "));
            return true;
        });
    }

    @Test
    void isKnownWhenItComesAgain() throws IOException {
        Actor.<Boolean, IOException>call(Actor.system(organization), () -> {
            ingesting.uploadAndRead("first.jsonl", line(text(), "first"));
            long before = count("message");

            UploadView again = ingesting.uploadAndRead("second.jsonl", line(text(), "second"));

            assertThat(again.findings()).isZero();
            assertThat(count("message")).as("one more answer").isEqualTo(before + 1);
            return true;
        });
    }

    @Test
    void hasTheIdOfItsCanonicalText() {
        ContentIds ids = Tenant.call(organization, () -> new ContentIds(keys, organization));
        for (Message message : List.of(Message.of(Message.Role.USER, text()), Message.of(Message.Role.USER, "short"))) {
            assertThat(ids.ofMessage("message", message, "0", "tools")).isEqualTo(ids.of("message", "0", "tools", CanonicalJson.text(message)));
        }
    }

    private long count(String table) {
        return transactions.execute(status -> jdbc.sql("select count(*) from " + table + " where organization_id = ?").param(organization.value())
                .query((row, number) -> row.getLong(1)).single());
    }

    private static String text() {
        StringBuilder text = new StringBuilder("An order 😀 with \0 of ");
        for (int number = 0; number < ADDRESSES; number++) {
            text.append("customer").append(number).append("@shop.test ").append(BETWEEN);
        }
        return text.toString();
    }

    private static byte[] line(String prompt, String answer) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("prompt", prompt).put("response", answer);
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
