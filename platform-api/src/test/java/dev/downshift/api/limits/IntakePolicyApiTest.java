package dev.downshift.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.api.ApiTest;
import dev.downshift.api.TestKeys;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
@Import(TestKeys.class)
class IntakePolicyApiTest {

    private static final String SPAN = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"spanId\":\"eee19b7ec3c1b174\","
            + "\"name\":\"chat\",\"attributes\":[{\"key\":\"gen_ai.request.model\",\"value\":{\"stringValue\":\"gpt-4o\"}}]}]}]}]}";

    @Autowired MockMvcTester api;
    @Autowired TestKeys keys;

    private String key;

    @BeforeEach
    void aKey() {
        key = keys.secret(Role.ADMIN, Scope.READ, Scope.SETTINGS, Scope.UPLOAD);
    }

    @Test
    void aSavedPolicyTakesThePlaceOfTheLastOne() {
        assertThat(get("")).hasStatusOk().bodyJson().isLenientlyEqualTo("{\"version\":0,\"policy\":{\"sampleOneIn\":1},\"today\":{\"bytes\":0,\"droppedCalls\":0}}");

        assertThat(save("{\"dailyBytes\":5000000,\"keepCallsDays\":90,\"sampleOneIn\":10}")).hasStatusOk().bodyJson().extractingPath("$.version").isEqualTo(1);
        assertThat(save("{\"keepCallsDays\":30}")).hasStatusOk().bodyJson().extractingPath("$.version").isEqualTo(2);

        assertThat(get("")).bodyJson().extractingPath("$.policy.keepCallsDays").isEqualTo(30);
        assertThat(get("")).bodyJson().extractingPath("$.policy.dailyBytes").isNull();
        assertThat(get("")).bodyJson().extractingPath("$.policy.sampleOneIn").isEqualTo(1);
        assertThat(get("/versions")).bodyJson().extractingPath("$[1].policy.dailyBytes").isEqualTo(5_000_000);
    }

    @Test
    void aProblemNamesTheFieldThatCannotBeUsed() {
        assertThat(save("{\"requestsPerSecond\":0}")).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("requestsPerSecond");
        assertThat(save("{\"spansPerSecond\":-1}")).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("spansPerSecond");
        assertThat(save("{\"dailyBytes\":10}")).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("dailyBytes");
        assertThat(save("{\"keepCallsDays\":4000}")).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("keepCallsDays");
        assertThat(save("{\"keepFilesDays\":0}")).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("keepFilesDays");
        assertThat(save("{\"sampleOneIn\":0}")).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("sampleOneIn");
        assertThat(save("{\"sampleOneIn\":2.5}")).hasStatus(400);
        assertThat(get("")).bodyJson().extractingPath("$.version").isEqualTo(0);
    }

    @Test
    void aFileThatDoesNotFitIntoTheDayIsRefusedWhole() {
        assertThat(save("{\"dailyBytes\":1000000}")).hasStatusOk();
        assertThat(upload(600_000, 'a')).hasStatus(201);

        MvcTestResult refused = upload(600_000, 'b');

        assertThat(refused).hasStatus(429).bodyJson().isLenientlyEqualTo(
                "{\"type\":\"urn:downshift:problem:limit-reached\",\"limit\":\"dailyBytes\",\"allowed\":1000000,\"used\":600000}");
        assertThat(Long.parseLong(String.valueOf(refused.getResponse().getHeader("Retry-After")))).isBetween(1L, 86_400L);
        assertThat(upload(400_000, 'c')).as("exactly the rest").hasStatus(201);
        assertThat(get("")).bodyJson().extractingPath("$.today.bytes").isEqualTo(1_000_000);
        assertThat(api.get().uri("/api/v1/uploads").header("Authorization", "Bearer " + key)).bodyJson().extractingPath("$.items").asArray().hasSize(2);
    }

    @Test
    void spansBeyondTheLimitsAreAskedToComeAgain() {
        assertThat(save("{\"requestsPerSecond\":1}")).hasStatusOk();
        MvcTestResult last = span();
        for (int sent = 1; sent < 20 && last.getResponse().getStatus() == 200; sent++) {
            last = span();
        }
        assertThat(last).hasStatus(429).hasHeader("Retry-After", "1").bodyJson().extractingPath("$.message").asString().contains("requests a second");
    }

    @Test
    void spansDoNotGetInOnceTheDayIsUsedUp() {
        assertThat(save("{\"dailyBytes\":1000000}")).hasStatusOk();
        assertThat(upload(1_000_000, 'd')).hasStatus(201);

        MvcTestResult refused = span();

        assertThat(refused).hasStatus(429).bodyJson().extractingPath("$.message").asString().contains("bytes a day");
        assertThat(refused.getResponse().getHeader("Retry-After")).isNotNull();
    }

    private MvcTestResult span() {
        return api.post().uri("/v1/traces").header("Authorization", "Bearer " + key).contentType("application/json").content(SPAN).exchange();
    }

    private MvcTestResult upload(int bytes, char content) {
        byte[] file = new byte[bytes];
        Arrays.fill(file, (byte) content);
        return api.post().uri("/api/v1/uploads").header("Authorization", "Bearer " + key).contentType("application/octet-stream").content(file).exchange();
    }

    private MvcTestResult save(String body) {
        return api.put().uri("/api/v1/intake-policy").header("Authorization", "Bearer " + key).contentType("application/json").content(body).exchange();
    }

    private MvcTestResult get(String path) {
        return api.get().uri("/api/v1/intake-policy" + path).header("Authorization", "Bearer " + key).exchange();
    }
}
