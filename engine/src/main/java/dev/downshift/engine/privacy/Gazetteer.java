package dev.downshift.engine.privacy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** What is known of a word: whether it is common, a first or last name, a city or a part of one; RATIONALE.md names the origins. */
final class Gazetteer {

    static final int WORD = 1;
    static final int COMMON_WORD = 2;
    static final int FIRST_NAME = 4;
    static final int RARE_FIRST_NAME = 8;
    static final int LAST_NAME = 16;
    static final int RARE_LAST_NAME = 32;
    static final int BIG_CITY = 64;
    static final int CITY = 128;
    static final int CITY_PART = 256;
    static final int CITY_WORD = 512;
    static final int COUNTRY = 1024;
    static final int ANY_FIRST_NAME = FIRST_NAME | RARE_FIRST_NAME;
    static final int ANY_LAST_NAME = LAST_NAME | RARE_LAST_NAME;
    static final int ANY_WORD = WORD | COMMON_WORD;

    private static final String LETTERS = "wWfglmCcpqn";
    private static final String RESOURCE = "gazetteer.txt.gz";
    private static final int SLOTS = 1 << 19;
    private static final int[] HASHES = new int[SLOTS];
    private static final short[] FLAGS = new short[SLOTS];

    static {
        read();
    }

    private Gazetteer() {}

    /** What is known of the word with this {@link Tokens#hash hash}. */
    static int flags(int hash) {
        int slot = slot(hash);
        while (FLAGS[slot] != 0) {
            if (HASHES[slot] == hash) {
                return FLAGS[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return 0;
    }

    static int flags(String word) {
        return flags(Tokens.hash(word, 0, word.length()));
    }

    private static int slot(int hash) {
        return (hash * 0x9e3779b1) >>> (32 - 19);
    }

    private static void put(int hash, int flags) {
        int slot = slot(hash);
        while (FLAGS[slot] != 0 && HASHES[slot] != hash) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        HASHES[slot] = hash;
        FLAGS[slot] |= (short) flags;
    }

    private static void read() {
        try (InputStream bytes = Gazetteer.class.getResourceAsStream(RESOURCE)) {
            if (bytes == null) {
                throw new IllegalStateException("the resource " + RESOURCE + " is missing from the engine's jar");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(new GZIPInputStream(bytes), StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int space = line.lastIndexOf(' ');
                int flags = 0;
                for (int i = space + 1; i < line.length(); i++) {
                    flags |= 1 << LETTERS.indexOf(line.charAt(i));
                }
                put(Tokens.hash(line, 0, space), flags);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
