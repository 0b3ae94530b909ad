package dev.downshift.engine.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TextEmbedderTest {

    @Test
    void closeMeaningsHaveCloseVectors() {
        try (TextEmbedder embedder = TextEmbedder.load(1)) {
            float[] late = embedder.embed("My parcel has not arrived yet.");
            float[] missing = embedder.embed("Where is my package? It is late.");
            float[] password = embedder.embed("I forgot how to log in.");
            assertThat(late).hasSize(TextEmbedder.DIMENSIONS);
            assertThat(cosine(late, late)).isCloseTo(1.0, within(1e-5));
            assertThat(cosine(late, missing)).isGreaterThan(cosine(late, password) + 0.2);
            assertThat(embedder.embed("x ".repeat(50_000))).doesNotContain(Float.NaN);
            assertThat(embedder.embed("")).doesNotContain(Float.NaN);
        }
    }

    private static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
