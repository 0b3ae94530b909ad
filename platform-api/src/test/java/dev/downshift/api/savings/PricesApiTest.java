package dev.downshift.api.savings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.api.ApiTest;
import dev.downshift.api.TestKeys;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
@Import(TestKeys.class)
class PricesApiTest {

    private static final String OWN = "{\"models\":[{\"model\":\"house-model\",\"vendor\":\"us\",\"prompt\":1.5,\"completion\":2.25}]}";

    @Autowired MockMvcTester api;
    @Autowired TestKeys keys;

    @Test
    void ownPricesLieOnTopOfTheShippedBookAndTakeEffectAtOnce() {
        String key = keys.secret(Role.OWNER, Scope.READ, Scope.SETTINGS);
        Object shipped = version(key);

        assertThat(set(key, OWN)).hasStatusOk().bodyJson().extractingPath("$.models[?(@.model=='house-model')].completion").asArray().hasSize(1);
        assertThat(version(key)).isNotEqualTo(shipped);
        assertThat(get("/api/v1/prices", key)).bodyJson().extractingPath("$.overrides.models.length()").isEqualTo(1);
        assertThat(set(key, "{\"models\":[]}")).hasStatusOk().bodyJson().extractingPath("$.overrides.models.length()").isEqualTo(0);
    }

    @Test
    void aPriceThatIsNoneIsRefusedWithItsField() {
        String key = keys.secret(Role.OWNER, Scope.READ, Scope.SETTINGS);
        assertThat(set(key, "{\"models\":[{\"model\":\"m\",\"prompt\":-1,\"completion\":1}]}")).hasStatus(422).bodyJson()
                .extractingPath("$.field").isEqualTo("models.prompt");
        assertThat(set(key, "{\"models\":[{\"prompt\":1,\"completion\":1}]}")).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("models.model");
        assertThat(set(key, "{\"machines\":[{\"machine\":\"cpu\",\"utilization\":1e-999999999}]}")).hasStatus(422).bodyJson()
                .extractingPath("$.field").isEqualTo("machines.utilization");
        assertThat(set(key, "{\"machines\":[{\"machine\":\"abacus\"}]}")).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("machines.machine");
    }

    @Test
    void whoeverMayOnlyReadSetsNothingAndOthersPricesStayTheirs() {
        assertThat(set(keys.secret(Role.OWNER, Scope.READ), OWN)).hasStatus(403);
        assertThat(set(keys.secret(Role.ENGINEER, Scope.READ), OWN)).hasStatus(403);
        set(keys.secret(Role.OWNER, Scope.READ, Scope.SETTINGS), OWN);
        assertThat(get("/api/v1/prices", keys.secret(Role.OWNER, Scope.READ))).bodyJson().extractingPath("$.overrides.models.length()").isEqualTo(0);
    }

    @Test
    void savingsBeginAtNothingAndTheirLedgerIsEmpty() throws Exception {
        String key = keys.secret(Role.VIEWER, Scope.READ);
        assertThat(get("/api/v1/savings", key)).hasStatusOk().bodyJson().extractingPath("$.totals.net").isEqualTo(0);
        assertThat(get("/api/v1/savings/entries", key)).bodyJson().extractingPath("$.items.length()").isEqualTo(0);
        MvcTestResult csv = get("/api/v1/savings/entries.csv", key);
        assertThat(csv).hasStatusOk();
        assertThat(csv.getResponse().getContentType()).startsWith("text/csv");
        assertThat(csv.getResponse().getContentAsString()).isEqualTo("occurred_at,task,task_id,kind,subject_id,amount_usd,price_version\r\n");
        assertThat(get("/api/v1/savings?from=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z", key)).hasStatus(422).bodyJson()
                .extractingPath("$.field").isEqualTo("until");
    }

    private Object version(String key) {
        MvcTestResult book = get("/api/v1/prices", key);
        assertThat(book).hasStatusOk();
        return com.jayway.jsonpath.JsonPath.read(text(book), "$.version");
    }

    private static String text(MvcTestResult result) {
        return new String(result.getResponse().getContentAsByteArray(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private MvcTestResult set(String key, String body) {
        return api.put().uri("/api/v1/prices").header("Authorization", "Bearer " + key).contentType("application/json").content(body).exchange();
    }

    private MvcTestResult get(String path, String key) {
        return api.get().uri(path).header("Authorization", "Bearer " + key).exchange();
    }
}
