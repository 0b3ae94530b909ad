package dev.downshift.web.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every text of the bundles is shown somewhere. */
class MessageKeysTest {

    private static final Path SOURCES = Path.of("src/main");
    private static final Pattern KEY = Pattern.compile("\\w[\\w.-]*\\w");
    private static final Pattern BEGINNING_OF_A_KEY = Pattern.compile("[|\"']([a-z][\\w.-]*\\.)(?:\\$\\{|[\"'] *\\+)");

    @Test
    void everyTextIsUsed() throws IOException {
        String sources = String.join("\n", contents(".html"), contents(".java"));
        List<String> keys = KEY.matcher(sources).results().map(MatchResult::group).distinct().toList();
        List<String> beginnings = BEGINNING_OF_A_KEY.matcher(sources).results().map(found -> found.group(1)).distinct().toList();
        List<String> unused = new ArrayList<>(bundles());
        unused.removeAll(keys);
        unused.removeIf(key -> beginnings.stream().anyMatch(key::startsWith));

        assertThat(unused).isEmpty();
    }

    private static String contents(String ending) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(ending)).toList()) {
                all.append(Files.readString(file)).append('\n');
            }
        }
        return all.toString();
    }

    private static List<String> bundles() throws IOException {
        Properties texts = new Properties();
        try (Stream<Path> files = Files.list(SOURCES.resolve("resources/messages"))) {
            for (Path file : files.toList()) {
                try (InputStream input = Files.newInputStream(file)) {
                    texts.load(input);
                }
            }
        }
        return List.copyOf(texts.stringPropertyNames());
    }
}
