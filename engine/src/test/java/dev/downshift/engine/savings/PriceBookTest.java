package dev.downshift.engine.savings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.engine.traces.LlmCall.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceBookTest {

    private final PriceBook book = PriceBook.shipped();

    @ParameterizedTest
    @CsvSource({"gpt-4o,gpt-4o", "gpt-4o-2024-08-06,gpt-4o", "gpt-4o-2024-05-13,gpt-4o-2024-05-13", "gpt-4o-mini-2024-07-18,gpt-4o-mini", "openai/gpt-4.1-mini,gpt-4.1-mini",
        "azure/gpt-35-turbo,gpt-3.5-turbo", "gpt-3.5-turbo-0301,gpt-3.5-turbo-0613", "gpt-4-0613,gpt-4", "gpt-4-1106-preview,gpt-4-turbo", "claude-3-5-sonnet-20241022,claude-3-5-sonnet",
        "claude-3-5-sonnet-latest,claude-3-5-sonnet", "us.anthropic.claude-3-haiku-20240307-v1:0,claude-3-haiku", "models/gemini-1.5-flash-002,gemini-1.5-flash",
        "gemini-2.5-flash-lite-preview-06-17,gemini-2.5-flash-lite", "GPT-4O,gpt-4o", "amazon.nova-lite-v1:0,amazon.nova-lite"})
    void findsAModelByAnyOfItsNames(String name, String model) {
        assertThat(book.price(name)).map(ModelPrice::model).hasValue(model);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4o-audio", "gpt-99", "my-own-model", "gpt", "ft:gpt-4o:acme::x1", " "})
    void anUnknownModelHasNoPrice(String name) {
        assertThat(book.cost(name, new Usage(1, 1, 0))).isEmpty();
    }

    @Test
    void costsAreExactDecimals() {
        assertThat(book.cost("gpt-4o", new Usage(1_000, 200, 400))).hasValue(new BigDecimal("0.004000000"));
        assertThat(book.cost("gpt-4o-mini", new Usage(1, 0, 0))).hasValue(new BigDecimal("0.000000150"));
    }

    @Test
    void overridesComeBeforeTheShippedPrices() {
        ModelPrice own = new ModelPrice("my-own-model", "us", BigDecimal.ONE, BigDecimal.ONE, BigDecimal.TWO, List.of());
        PriceBook overridden = book.with("own-1", List.of(own), List.of());
        assertThat(overridden.version()).isEqualTo("own-1");
        assertThat(overridden.price("my-own-model")).hasValue(own);
        assertThat(overridden.models()).hasSize(book.models().size() + 1);
    }

    @Test
    void everyModelIsFoundUnderItsOwnName() {
        assertThat(book.models()).hasSizeGreaterThan(60).allSatisfy(price -> assertThat(book.price(price.model())).hasValue(price));
    }

    @Test
    void servingPaysForTheTimeTheMachineWaits() {
        MachinePrice machine = new MachinePrice("cpu", "", new BigDecimal("3.60"), new BigDecimal("0.5"));
        assertThat(machine.busy(Duration.ofSeconds(2))).isEqualByComparingTo("0.002");
        assertThat(machine.serving(Duration.ofSeconds(2))).isEqualByComparingTo("0.004");
        assertThatThrownBy(() -> new MachinePrice("cpu", "", BigDecimal.ONE, BigDecimal.ZERO)).hasMessageContaining("utilization");
    }

    @Test
    void netIsAvoidedLessAllThatWasSpent() {
        Savings savings = new Savings(BigDecimal.TEN, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.TWO, BigDecimal.ONE);
        assertThat(savings.plus(Savings.NONE).net()).isEqualByComparingTo("4");
    }
}
