package dev.downshift.engine.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;
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

    @Test
    void closingWaitsForTheTextsThatAreBeingTurned() {
        for (int round = 0; round < 5; round++) {
            TextEmbedder embedder = TextEmbedder.load(1);
            embedder.embed("warm");
            ForkJoinTask<Throwable> refused = ForkJoinPool.commonPool().submit(() -> untilRefused(embedder));
            IntStream.range(0, 20).forEach(text -> embedder.embed("text " + text));
            embedder.close();
            embedder.close();
            assertThat(refused.join()).isInstanceOf(IllegalStateException.class).hasMessage("the embedding model was closed");
        }
    }

    @Test
    void aProcessThatEndsWhileAModelIsLoadedEndsInPeace() throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndsWhileLoading.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("loaded 3 after the end began");
    }

    private static Throwable untilRefused(TextEmbedder embedder) {
        while (true) {
            try {
                embedder.embed("again");
            } catch (IllegalStateException refused) {
                return refused;
            }
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
