package dev.downshift.web.settings;

import dev.downshift.core.InvalidInput;
import dev.downshift.engine.privacy.CustomPattern;
import dev.downshift.engine.privacy.CustomTerms;
import dev.downshift.engine.privacy.FindingType;
import dev.downshift.engine.privacy.InvalidPolicy;
import dev.downshift.engine.privacy.PolicyRule;
import dev.downshift.engine.privacy.RedactionPolicy;
import dev.downshift.engine.privacy.RedactionPolicy.Mode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A policy as its form shows it, read or not.
 *
 * @param threshold in percent
 * @param thresholds in percent, of types that have one of their own
 * @param allowed one phrase a line
 * @param dictionary one phrase a line, and behind an equals sign its type
 * @param patterns one a line: name, type and pattern
 */
record PolicyForm(Map<FindingType, Mode> modes, String threshold, Map<FindingType, String> thresholds, String allowed, String dictionary, String patterns) {

    static PolicyForm of(RedactionPolicy policy) {
        Map<FindingType, String> thresholds = new EnumMap<>(FindingType.class);
        policy.thresholds().forEach((type, share) -> thresholds.put(type, percent(share)));
        CustomTerms terms = policy.terms();
        String dictionary = new TreeMap<>(terms.dictionary()).entrySet().stream().map(entry -> entry.getKey() + " = " + entry.getValue()).collect(Collectors.joining("\n"));
        String patterns = terms.patterns().stream().map(one -> one.name() + " " + one.type() + " " + one.pattern()).collect(Collectors.joining("\n"));
        return new PolicyForm(policy.modes(), percent(policy.threshold()), thresholds, String.join("\n", terms.allowed()), dictionary, patterns);
    }

    private static String percent(double share) {
        return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString();
    }

    static PolicyForm of(Map<String, String> fields) {
        Map<FindingType, Mode> modes = new EnumMap<>(FindingType.class);
        Map<FindingType, String> thresholds = new EnumMap<>(FindingType.class);
        for (FindingType type : FindingType.values()) {
            modes.put(type, mode(fields.getOrDefault(type.name(), "")));
            String share = fields.getOrDefault("threshold." + type.name(), "").strip();
            if (!share.isEmpty()) {
                thresholds.put(type, share);
            }
        }
        return new PolicyForm(modes, fields.getOrDefault("threshold", "50"), thresholds, fields.getOrDefault("allowed", ""), fields.getOrDefault("dictionary", ""),
                fields.getOrDefault("patterns", ""));
    }

    private static Mode mode(String name) {
        return Arrays.stream(Mode.values()).filter(mode -> mode.name().equals(name)).findAny().orElse(Mode.SURROGATE);
    }

    /** The policy it describes, with rules that it does not show; an error names the field. */
    RedactionPolicy policy(List<PolicyRule> rules) {
        Map<FindingType, Double> shares = new EnumMap<>(FindingType.class);
        thresholds.forEach((type, share) -> shares.put(type, share("threshold." + type, share)));
        try {
            return new RedactionPolicy(modes, share("threshold", threshold), shares, new CustomTerms(lines(allowed), phrases(), read()), rules);
        } catch (InvalidPolicy wrong) {
            String[] place = wrong.place().split("/", -1);
            throw new InvalidInput(place[1].equals("terms") ? place[2] : place[1], line(place) + wrong.problem(), wrong.remedy());
        }
    }

    private String line(String[] place) {
        boolean known = place.length > 3 && place[3].matches("\\d+") && !place[2].equals("dictionary");
        return known ? "Line " + number(place[2].equals("allowed") ? allowed : patterns, Integer.parseInt(place[3])) + ": " : "";
    }

    /** Where in a text the line of this index is, for blank ones are passed over when it is read. */
    private static int number(String text, int index) {
        List<String> all = text.lines().toList();
        return IntStream.range(0, all.size()).filter(line -> !all.get(line).isBlank()).skip(index).findFirst().orElse(index) + 1;
    }

    private static double share(String field, String percent) {
        try {
            double share = BigDecimal.valueOf(Double.parseDouble(percent)).movePointLeft(2).doubleValue();
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException none) {
            throw new InvalidInput(field, "The certainty is not a number.", "Give one from 0 to 100.");
        }
        throw new InvalidInput(field, "The certainty is not from 0 to 100.", "Give one from 0 to 100.");
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private Map<String, FindingType> phrases() {
        Map<String, FindingType> phrases = new TreeMap<>();
        for (String line : lines(dictionary)) {
            int equals = line.lastIndexOf('=');
            String phrase = (equals < 0 ? line : line.substring(0, equals)).strip();
            FindingType type = equals < 0 ? FindingType.CUSTOM : type("dictionary", line.substring(equals + 1).strip());
            if (phrases.getOrDefault(phrase, type) != type) {
                throw new InvalidInput("dictionary", "'" + phrase + "' has two types.", "Keep one of its lines.");
            }
            phrases.put(phrase, type);
        }
        return phrases;
    }

    private List<CustomPattern> read() {
        List<CustomPattern> read = new ArrayList<>();
        for (String line : lines(patterns)) {
            String[] parts = line.split("\\s+", 3);
            if (parts.length < 3) {
                throw new InvalidInput("patterns", "The line '" + line + "' is not a name, a type and a pattern.", "Write staff CUSTOM E-[0-9]{5}, for example.");
            }
            read.add(new CustomPattern(parts[0], parts[2], type("patterns", parts[1])));
        }
        return read;
    }

    private static FindingType type(String field, String name) {
        return Arrays.stream(FindingType.values()).filter(type -> type.name().equals(name.toUpperCase(Locale.ROOT))).findAny()
                .orElseThrow(() -> new InvalidInput(field, "There is no type '" + name + "'.", "Take CUSTOM or one of the names beside the types in the list."));
    }
}
