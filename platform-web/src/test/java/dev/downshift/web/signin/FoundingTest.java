package dev.downshift.web.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class FoundingTest {

    @Test
    void fieldsThatAreNotSentAreEmpty() {
        assertThat(new WelcomePages.Founding(null, null, null, null, null)).isEqualTo(WelcomePages.Founding.EMPTY);
    }
}
