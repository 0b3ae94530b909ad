package dev.downshift.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The story of the README's first command, told by a process of its own: from a trace file to realised savings. */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class StoryTest {

    private static final int CALLS = 6000;
    private static final List<String> STAGES = List.of("workload", "upload", "ingest", "discover", "dataset", "train", "evaluate",
            "promote", "gateway", "savings");

    @TempDir
    private Path folder;

    @Test
    void aTraceFileEndsAsSavingsOfAPromotedSmallModel() throws Exception {
        var report = tell("--calls", Integer.toString(CALLS));

        assertThat(report.path("stages").valueStream().map(stage -> stage.path("stage").asString())).isEqualTo(STAGES);
        everyCallIsReadAndRedacted(figures(report, "ingest"));
        theCallSitesAreFound(figures(report, "discover"));
        twoModelsAreTrainedAndPass(figures(report, "evaluate"));
        oneRequestIsApprovedAndOneWaits(figures(report, "promote"));
        theSmallModelAnswersLiveCalls(figures(report, "gateway"), figures(report, "savings"));
    }

    private void everyCallIsReadAndRedacted(JsonNode ingest) {
        assertThat(ingest.path("calls").asInt()).isEqualTo(CALLS);
        assertThat(ingest.path("rejected").asInt()).isZero();
        assertThat(ingest.path("findings").asInt()).isGreaterThan(CALLS);
    }

    private void theCallSitesAreFound(JsonNode discovery) {
        assertThat(discovery.path("callSites").asInt()).isBetween(9, 11);
        assertThat(discovery.path("worthMoving").asInt()).isBetween(2, 7);
    }

    private void twoModelsAreTrainedAndPass(JsonNode evaluation) {
        assertThat(verdicts(evaluation)).containsExactly("PASSED", "PASSED");
        assertThat(scores(evaluation, " candidate")).hasSize(2).allMatch(score -> score > 0.8);
        assertThat(scores(evaluation, " base")).hasSize(2).allMatch(score -> score < 0.3);
    }

    private void oneRequestIsApprovedAndOneWaits(JsonNode promotion) {
        assertThat(promotion.path("requested").asInt()).isEqualTo(2);
        assertThat(promotion.path("approved").asString()).isNotBlank();
        assertThat(promotion.path("waiting").asInt()).isEqualTo(1);
    }

    private void theSmallModelAnswersLiveCalls(JsonNode gateway, JsonNode savings) {
        assertThat(gateway.path("right").asInt()).isGreaterThan(gateway.path("calls").asInt() / 2);
        assertThat(savings.path("answeredBySmallModel").asInt()).isPositive();
        assertThat(savings.path("avoidedUsd").asDouble()).isPositive();
        assertThat(savings.path("trainingUsd").asDouble()).isPositive();
    }

    /** Runs {@code demo --once}, which must end well, and reads its report. */
    private JsonNode tell(String... options) throws Exception {
        var report = folder.resolve("report.json");
        var output = folder.resolve("output.txt");
        var demo = new Program(StandaloneApplication.class)
                .with("demo", "--once", "--port", "0", "--home", folder.resolve("home").toString(), "--report", report.toString())
                .with(options)
                .start(output);
        try {
            assertThat(demo.waitFor()).as(() -> Program.read(output)).isZero();
        } finally {
            demo.destroyForcibly();
        }
        return JsonMapper.shared().readTree(report);
    }

    private static JsonNode figures(JsonNode report, String name) {
        return report.path("stages").valueStream().filter(stage -> stage.path("stage").asString().equals(name)).findFirst().orElseThrow().path("figures");
    }

    private static List<String> verdicts(JsonNode evaluation) {
        return evaluation.propertyStream().filter(figure -> figure.getKey().endsWith(" verdict")).map(figure -> figure.getValue().asString()).toList();
    }

    private static List<Double> scores(JsonNode evaluation, String contender) {
        return evaluation.propertyStream().filter(figure -> figure.getKey().endsWith(contender)).map(figure -> figure.getValue().asDouble()).toList();
    }
}
