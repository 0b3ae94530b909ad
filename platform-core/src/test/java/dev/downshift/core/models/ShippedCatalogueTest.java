package dev.downshift.core.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.Conflict;
import dev.downshift.engine.evaluation.OutputShape;
import org.junit.jupiter.api.Test;

class ShippedCatalogueTest {

    private static final Need TOOLS = new Need(OutputShape.TOOL_CALL, true, 400, 300, 1_200);
    private static final Need LABELS = new Need(OutputShape.LABEL, false, 400, 300, 1_200);

    private final ShippedCatalogue shipped = new ShippedCatalogue(new ModelProperties(false));
    private final ShippedCatalogue hub = new ShippedCatalogue(new ModelProperties(true));

    @Test
    void takesTheSmallestThatFitsWhereCallsOfferNoTools() {
        BaseModel chosen = hub.choose(LABELS);

        assertThat(chosen.id()).isEqualTo("smollm2-135m-instruct");
        assertThat(hub.reason(chosen, LABELS)).startsWith("SmolLM2 135M Instruct is the smallest available model whose context (8,192 tokens)")
                .contains("(1,200)").endsWith("what small models learn best.");
    }

    @Test
    void prefersAModelThatWasTrainedToCallToolsWhereCallsOfferThem() {
        BaseModel chosen = hub.choose(TOOLS);

        assertThat(chosen.id()).isEqualTo("smollm2-1.7b-instruct");
        assertThat(hub.reason(chosen, TOOLS)).contains("the smallest available model that was trained to call tools").endsWith("for which it was trained.");
    }

    @Test
    void takesAModelWithoutToolsWhereThereIsNoOtherAndSaysThatItLearnsThemFromTheExamples() {
        BaseModel chosen = shipped.choose(TOOLS);

        assertThat(chosen.id()).isEqualTo("smollm2-135m-instruct");
        assertThat(shipped.reason(chosen, TOOLS)).contains("is the smallest available model whose").endsWith("was not trained for and learns from the examples.");
    }

    @Test
    void doesNotCallAModelThatAPersonChoseTheSmallest() {
        assertThat(hub.reason(hub.get("smollm2-360m-instruct"), LABELS))
                .startsWith("SmolLM2 360M Instruct has a context of 8,192 tokens, where the longest example takes about 1,200, and");
    }

    @Test
    void refusesWhatNoAvailableModelHolds() {
        assertThatThrownBy(() -> shipped.choose(new Need(OutputShape.TEXT, false, 400, 300, 9_000)))
                .isInstanceOf(Conflict.class).hasMessageContaining("9000 tokens");
    }
}
