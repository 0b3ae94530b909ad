package dev.downshift.engine.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteNamesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        ",\"Program call flow|Program call flow",
        "Create an engaging user experience\"]|Create an engaging user experience",
        "Here is Here is a brief description|Here is a brief description",
        "«Übersetze den Text»!|Übersetze den Text",
        "### Sort the ticket ###|Sort the ticket",
        "Summarize the the article, in German|Summarize the article",
        "Summarize the article (in German)|Summarize the article",
        "Extract the names, and|Extract the names",
        "Task: classify the ticket.|Classify the ticket"
    })
    void aNameHasNoPunctuationAroundItAndNoWordTwice(String instruction, String name) {
        assertThat(new SiteNames(List.of()).name(instruction, "otherwise")).isEqualTo(name);
    }

    @Test
    void whatIsOnlyPunctuationNamesNothing() {
        assertThat(new SiteNames(List.of()).name("\"}]),", "route_ticket")).isEqualTo("route_ticket");
    }

    @Test
    void twoSitesNeverHaveTheSameName() {
        SiteNames names = new SiteNames(List.of());

        assertThat(names.name("Sort the ticket", "otherwise")).isEqualTo("Sort the ticket");
        assertThat(names.name("\"Sort the ticket\"", "otherwise")).isEqualTo("Sort the ticket (2)");
    }
}
