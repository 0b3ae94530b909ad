package dev.downshift.engine.traces;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Ten thousand files with something wrong in them, of every format, layout and wrapper. {@code benchmarks/fuzz} goes on from there. */
class MutatedInputsTest {

    private static final long FIRST = 20_260_131;
    private static final int COUNT = 10_000;

    @Test
    void whateverIsReadTheRulesHold() throws InterruptedException {
        assertThat(Fuzzing.run(FIRST, COUNT, Duration.ofMinutes(15))).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameFile() {
        MutatedInputs inputs = new MutatedInputs();
        MutatedInputs others = new MutatedInputs();

        assertThat(LongStream.range(0, 200)).allSatisfy(seed -> assertThat(inputs.of(seed).bytes()).isEqualTo(others.of(seed).bytes()));
    }
}
