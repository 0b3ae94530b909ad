package dev.downshift.api.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.api.ApiTest;
import dev.downshift.api.TestKeys;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import java.io.UnsupportedEncodingException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
@Import(TestKeys.class)
class PrivacyReportApiTest {

    @Autowired MockMvcTester api;
    @Autowired TestKeys keys;

    @Test
    void theReportIsThereAsJsonAndAsCsv() throws UnsupportedEncodingException {
        String key = keys.secret(Role.VIEWER, Scope.READ);

        MvcTestResult report = get("?from=2026-01-01", key);

        assertThat(report).hasStatusOk().bodyJson().extractingPath("$.findings").isEqualTo(0);
        assertThat(report).bodyJson().extractingPath("$.from").isEqualTo("2026-01-01");
        assertThat(report).bodyJson().extractingPath("$.policies[0].version").isEqualTo(0);
        assertThat(get(".csv", key).getResponse().getContentAsString().lines()).first().asString().startsWith("part,id,name,from,until,type,rule,place,");
    }

    @Test
    void aDayThatIsNoneAndAPeriodThatEndsBeforeItBeginsAreRefused() {
        String key = keys.secret(Role.VIEWER, Scope.READ);
        assertThat(get("?from=yesterday", key)).hasStatus(400);
        assertThat(get("?from=2026-01-02&until=2026-01-01", key)).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo("until");
    }

    @Test
    void aKeyThatOnlyUploadsReadsNoReport() {
        assertThat(get("", keys.secret(Role.ENGINEER, Scope.UPLOAD))).hasStatus(403);
    }

    private MvcTestResult get(String rest, String key) {
        return api.get().uri("/api/v1/privacy/report" + rest).header("Authorization", "Bearer " + key).exchange();
    }
}
