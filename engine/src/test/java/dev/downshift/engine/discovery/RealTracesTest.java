package dev.downshift.engine.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.downshift.engine.evaluation.OutputShape;
import dev.downshift.engine.traces.LlmCall;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RealTracesTest {

    @BeforeEach
    void needsTheSampleFiles() {
        assumeTrue(SampleFiles.folder() != null, "the sample traces are not there; set DOWNSHIFT_DATA to their folder");
    }

    @Test
    void aToolCallingAgentIsOneCallSite() {
        List<LlmCall> calls = SampleFiles.conversations("tau-bench-airline-gpt4o-trajectories.json.gz");
        Discovery.Result result = DiscoveryTest.discover(calls);
        assertThat(result.tasks()).singleElement().satisfies(task -> assertThat(task.shape()).isEqualTo(OutputShape.TOOL_CALL));
        assertThat(result.unassigned()).isZero();
    }

    @Test
    void anAgentLoopAndItsHelpersAreToldApart() {
        Discovery.Result result = DiscoveryTest.discover(SampleFiles.chatLog("autogpt-calls.jsonl.gz"));
        assertThat(result.tasks()).hasSizeBetween(4, 12);
        assertThat(result.unassigned()).isLessThan(result.calls() / 20);
    }

    @Test
    void promptsOfManyRolesAreToldApart() {
        Discovery.Result result = DiscoveryTest.discover(SampleFiles.chatLog("metagpt-cache.jsonl.gz"));
        assertThat(result.tasks()).hasSizeBetween(25, 80);
        assertThat(result.unassigned()).isLessThan(result.calls() / 8);
        assertThat(result.tasks()).allSatisfy(task -> assertThat(task.template()).isNotBlank());
    }
}
