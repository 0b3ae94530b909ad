package dev.downshift.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A word list in sections: {@code = name} begins one, {@code #} a comment, every other line is an entry. */
final class Sections {

    private final Map<String, List<String>> sections = new LinkedHashMap<>();

    private Sections(String text) {
        List<String> current = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("= ")) {
                current = new ArrayList<>();
                sections.put(line.substring(2).strip(), current);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                current.add(line.strip());
            }
        }
    }

    static Sections read(String resource) {
        return new Sections(text(resource));
    }

    static String text(String resource) {
        try (InputStream input = Sections.class.getResourceAsStream(resource)) {
            if (input == null) {
                throw new IllegalArgumentException("no resource " + resource);
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    List<String> names() {
        return List.copyOf(sections.keySet());
    }

    boolean has(String name) {
        return sections.containsKey(name);
    }

    List<String> of(String name) {
        List<String> entries = sections.get(name);
        if (entries == null || entries.isEmpty()) {
            throw new IllegalArgumentException("no entries of " + name);
        }
        return entries;
    }

    String pick(String name, RandomGenerator random) {
        List<String> entries = of(name);
        return entries.get(random.nextInt(entries.size()));
    }
}
