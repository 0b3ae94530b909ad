package dev.downshift.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@NullUnmarked
class NicenessTest {

    private static final int NICE_AFTER_NAME = 16;

    @Test
    @EnabledOnOs(OS.LINUX)
    void changesTheThreadThatAsksAndNoOther() throws Exception {
        int before = niceValue();
        CompletableFuture<Integer> other = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            Niceness.BACKGROUND.apply();
            other.complete(niceValue());
        });
        assertThat(other.get()).isEqualTo(5);
        assertThat(niceValue()).isEqualTo(before);
    }

    private static int niceValue() {
        try {
            String status = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(status.substring(status.lastIndexOf(')') + 2).split(" ", -1)[NICE_AFTER_NAME]);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
