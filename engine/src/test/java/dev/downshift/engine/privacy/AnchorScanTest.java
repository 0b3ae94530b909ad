package dev.downshift.engine.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AnchorScanTest {

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.strings().withChars("abcAé_").ofMinLength(1).ofMaxLength(5).map(word -> word.toLowerCase(Locale.ROOT)).list().uniqueElements().ofMinSize(1).ofMaxSize(12);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("abcABCéÉ_ x").ofMaxLength(60);
    }

    @Property(tries = 500)
    void findsEachWordAtEachPlaceAsLookingForItWould(@ForAll("words") List<String> words, @ForAll("texts") String text) {
        AnchorScan scan = new AnchorScan(words);
        List<String> found = new ArrayList<>();
        int state = scan.start();
        for (int i = 0; i < text.length(); i++) {
            state = scan.step(state, text.charAt(i));
            int[] ends = scan.ends(state);
            for (int word = 0; ends != null && word < ends.length; word++) {
                found.add(words.get(ends[word]) + "@" + (i + 1));
            }
        }
        List<String> expected = new ArrayList<>();
        String lower = text.toLowerCase(Locale.ROOT);
        for (String word : words) {
            for (int at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) {
                expected.add(word + "@" + (at + word.length()));
            }
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }
}
