package dev.downshift.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The story of the README's first command, told by a process of its own: from a trace file to realised savings. */
class StoryIT {

    private static final int CALLS = 6000;
    private static final List<String> STAGES = List.of("workload", "upload", "ingest", "discover", "dataset", "train", "evaluate",
            "promote", "gateway", "savings");

    @TempDir
    private static Path folder;

    private static @Nullable Demo demo;

    /** The steps are counted, not the seconds, so that a busy machine learns as much. */
    @BeforeAll
    static void tell() throws Exception {
        demo = Demo.start(folder, "--calls", Integer.toString(CALLS), "--training-steps", "100", "--training-seconds", "900", "--examples", "100");
    }

    @AfterAll
    static void end() {
        if (demo != null) {
            demo.close();
        }
    }

    @Test
    void everyStageHolds() {
        assertThat(report().path("stages").valueStream().map(stage -> stage.path("stage").asString())).isEqualTo(STAGES);
        assertThat(report().path("held").asBoolean()).as(demo()::output).isTrue();
    }

    @Test
    void everyCallIsReadAndRedacted() {
        var ingest = figures("ingest");
        assertThat(ingest.path("calls").asInt()).isEqualTo(CALLS);
        assertThat(ingest.path("rejected").asInt()).isZero();
        assertThat(ingest.path("findings").asInt()).isGreaterThan(CALLS);
    }

    @Test
    void theTasksAreFound() {
        var discovery = figures("discover");
        assertThat(discovery.path("tasks").asInt()).isBetween(9, 11);
        assertThat(discovery.path("worthMoving").asInt()).isBetween(2, 7);
    }

    /** So few examples may leave a verdict open; none may be against. */
    @Test
    void twoModelsAreTrainedAndNoneFails() {
        assertThat(evaluated(" verdict")).hasSize(2).allMatch(verdict -> Set.of("PASSED", "INCONCLUSIVE").contains(verdict.asString()));
        assertThat(evaluated(" candidate")).hasSize(2).allMatch(score -> score.asDouble() > 0.8);
        assertThat(evaluated(" base")).hasSize(2).allMatch(score -> score.asDouble() < 0.7);
    }

    @Test
    void theSmallModelAnswersLiveCalls() {
        assertThat(figures("promote").path("approved").asString()).isNotBlank();
        var gateway = figures("gateway");
        assertThat(gateway.path("right").asInt()).isGreaterThan(gateway.path("calls").asInt() / 2);
        var savings = figures("savings");
        assertThat(savings.path("answeredBySmallModel").asInt()).isPositive();
        assertThat(savings.path("avoidedUsd").asDouble()).isPositive();
        assertThat(savings.path("trainingUsd").asDouble()).isPositive();
    }

    @Test
    void anEngineerUploadsAndTrainsInHerBrowser() throws Exception {
        try (var visit = Visit.to(demo(), "engineer")) {
            visit.upload(SampleFile.write(folder.resolve("another-week.jsonl.gz"), 400));
            visit.makeDataset("Triage the inbox");
            visit.trainAndCancel(60);
        }
    }

    @Test
    void theApproverFindsOneRequestWaitingAndSeesTheSavings() {
        assertThat(figures("promote").path("waiting").asInt()).isEqualTo(1);
        try (var visit = Visit.to(demo(), "approver")) {
            visit.approve("The slices hold, and nobody complained of the first one.");
            visit.seeSavings();
        }
    }

    private static Demo demo() {
        return Objects.requireNonNull(demo);
    }

    private static JsonNode report() {
        return demo().report();
    }

    private static JsonNode figures(String stage) {
        return report().path("stages").valueStream().filter(each -> each.path("stage").asString().equals(stage)).findFirst().orElseThrow().path("figures");
    }

    private static List<JsonNode> evaluated(String what) {
        return figures("evaluate").propertyStream().filter(figure -> figure.getKey().endsWith(what)).map(Map.Entry::getValue).toList();
    }
}
