package dev.downshift.core.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class PageItemsTest {

    @Test
    void itemsAreAsTheSourceWroteThemGroupedAndOnALineEach() throws SourceProblem {
        PageItems page = page("""
                {"meta": {"cursor": "next", "page": 2}, "data": [ {"id": 1,
                   "trace": "a", "text": "ü \\n {\\"trace\\": \\"no\\"}"},{"trace":"b"} , {"inner": {"trace": "c"}, "trace": "a"}, {"id": 4}, 5 ], "more": null}
                """);

        assertThat(page.count()).isEqualTo(5);
        assertThat(new String(page.lines(), StandardCharsets.UTF_8).lines()).containsExactly(
                "{\"id\": 1,    \"trace\": \"a\", \"text\": \"ü \\n {\\\"trace\\\": \\\"no\\\"}\"}|{\"inner\": {\"trace\": \"c\"}, \"trace\": \"a\"}", "{\"trace\":\"b\"}", "{\"id\": 4}", "5");
        assertThat(page.around("meta", "cursor")).isEqualTo("next");
        assertThat(page.around("meta", "page")).isEqualTo("2");
        assertThat(page.around("none", "cursor")).isEmpty();
        assertThat(page("{\"data\":[]}").count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{\"data\":{}}", "{\"data\":[{]}", "{\"data\":[{}", "{\"runs\":[]}", "null"})
    void whatIsNoPageIsSaidToBeNone(String answer) {
        assertThatThrownBy(() -> page(answer)).isInstanceOf(SourceProblem.class).hasMessageContaining("other than a page of its API");
    }

    @Test
    void requestsToOneHostAreKeptApartAndThoseToAnotherDoNotWait() {
        Pace pace = new Pace(defaults());

        assertThat(pace.turn("one", 0)).isZero();
        assertThat(pace.turn("one", 0)).isEqualTo(500_000_000);
        assertThat(pace.turn("one", 100_000_000)).isEqualTo(900_000_000);
        assertThat(pace.turn("other", 0)).isZero();
        assertThat(pace.turn("one", 9_000_000_000L)).isZero();
    }

    @Test
    void theDefaultsAreThoseOfTheDocumentation() {
        assertThat(defaults()).isEqualTo(new ImportProperties(false, List.of(), 2, Duration.ofSeconds(20), Duration.ofSeconds(1), 200, 50, DataSize.ofMegabytes(32),
                DataSize.ofGigabytes(20), Duration.ofMinutes(30), Duration.ofMinutes(1)));
    }

    private static ImportProperties defaults() {
        return new Binder(new MapConfigurationPropertySource()).bindOrCreate("downshift.imports", ImportProperties.class);
    }

    private static PageItems page(String text) throws SourceProblem {
        return PageItems.of(text.getBytes(StandardCharsets.UTF_8), "data", "trace", (group, target) -> {
            for (int index = 0; index < group.size(); index++) {
                target.writeBytes((index == 0 ? "" : "|").getBytes(StandardCharsets.UTF_8));
                target.writeBytes(group.get(index));
            }
        });
    }
}
