package dev.downshift.api.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.api.ApiTest;
import dev.downshift.api.TestKeys;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ApiTest
@Import(TestKeys.class)
class ExportsApiTest {

    @Autowired MockMvcTester api;
    @Autowired TestKeys keys;

    private String key = "";

    @BeforeEach
    void aKey() {
        key = keys.secret(Role.VIEWER, Scope.READ);
    }

    @ParameterizedTest
    @CsvSource({
        "'', application/x-ndjson, calls.jsonl",
        "format=OTLP, application/x-ndjson, calls.otlp.jsonl",
        "format=parquet, application/vnd.apache.parquet, calls.parquet",
        "format=parquet&gz=true, application/vnd.apache.parquet, calls.parquet",
        "format=canonical&gz=true, application/gzip, calls.calls.jsonl.gz"
    })
    void aFileHasTheNameAndTheTypeOfItsFormat(String query, String type, String name) {
        MvcTestResult file = get("/api/v1/calls/export?" + query, "identity");

        assertThat(file).hasStatusOk();
        assertThat(file.getResponse().getContentType()).startsWith(type);
        assertThat(file.getResponse().getHeader("Content-Disposition")).isEqualTo("attachment; filename=\"" + name + "\"");
        assertThat(file.getResponse().getHeader("Content-Encoding")).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gzip|true", "br, gzip;q=0.5|true", "br;q=1.0,GZIP|true", "gzip;q=0|false", "gzip;q=0.00, br|false", "br|false", "identity|false"})
    void aFileIsCompressedOnTheWayForWhoAsksForIt(String accepted, boolean compressed) throws IOException {
        MvcTestResult file = get("/api/v1/calls/export", accepted);

        assertThat("gzip".equals(file.getResponse().getHeader("Content-Encoding"))).isEqualTo(compressed);
        if (compressed) {
            assertThat(new GZIPInputStream(new ByteArrayInputStream(file.getResponse().getContentAsByteArray())).readAllBytes()).isEmpty();
        }
    }

    @Test
    void aFormatThatIsNotKnownSaysWhichAre() {
        assertThat(get("/api/v1/calls/export?format=xml", "gzip")).hasStatus(422).bodyJson()
                .isLenientlyEqualTo("{\"field\":\"format\",\"remedy\":\"Use jsonl, otlp, parquet or canonical.\"}");
    }

    @ParameterizedTest
    @CsvSource({"failed=perhaps, failed", "from=yesterday, from", "until=soon, until", "minCost=much, minCost", "maxCost=little, maxCost", "minLatency=long, minLatency"})
    void theConditionsAreThoseOfTheList(String condition, String field) {
        for (String path : List.of("/api/v1/calls/export", "/api/v1/calls")) {
            assertThat(get(path + "?" + condition, "gzip")).as(path).hasStatus(422).bodyJson().extractingPath("$.field").isEqualTo(field);
        }
        assertThat(get("/api/v1/calls/export?failed=true&from=2026-01-31&until=2026-01-31T12:00:00Z&minCost=0.01&minLatency=900&text=parcel*&task=" + UUID.randomUUID(), "gzip"))
                .hasStatusOk();
    }

    @Test
    void theDescriptionNamesEveryConditionByItself() {
        for (String path : List.of("/api/v1/calls/export", "/api/v1/calls")) {
            assertThat(get("/api/openapi", "identity")).bodyJson().extractingPath("$.paths['" + path + "'].get.parameters[*].name").asArray()
                    .contains("upload", "conversation", "model", "task", "failed", "from", "until", "minCost", "maxCost", "minLatency", "text");
        }
    }

    @Test
    void whatIsNotThereIsMissing() {
        assertThat(get("/api/v1/tasks/" + UUID.randomUUID() + "/export", "gzip")).hasStatus(404);
        assertThat(get("/api/v1/datasets/" + UUID.randomUUID() + "/export?split=TEST", "gzip")).hasStatus(404);
    }

    @Test
    void aKeyThatMayOnlyUploadTakesNothingOut() {
        key = keys.secret(Role.ENGINEER, Scope.UPLOAD);

        assertThat(get("/api/v1/calls/export", "gzip")).hasStatus(403);
    }

    @Test
    void rejectedRecordsAreThereAsCsv() throws IOException {
        key = keys.secret(Role.ENGINEER, Scope.READ, Scope.UPLOAD);
        MvcTestResult sent = api.post().uri("/api/v1/uploads?name=a.jsonl").header("Authorization", "Bearer " + key).contentType("application/x-ndjson")
                .content("{}").exchange();
        String location = Objects.requireNonNull(sent.getResponse().getHeader("Location"));

        MvcTestResult csv = get(location + "/rejected?format=csv", "identity");

        assertThat(csv).hasStatusOk();
        assertThat(csv.getResponse().getContentType()).startsWith("text/csv");
        assertThat(csv.getResponse().getContentAsString()).startsWith("record,file,line,byte_offset,reason,remedy\r\n");
        assertThat(get("/api/v1/uploads/" + UUID.randomUUID() + "/rejected?format=csv", "identity")).hasStatus(404);
    }

    private MvcTestResult get(String uri, String accepted) {
        return api.get().uri(uri).header("Authorization", "Bearer " + key).header("Accept-Encoding", accepted).exchange();
    }
}
