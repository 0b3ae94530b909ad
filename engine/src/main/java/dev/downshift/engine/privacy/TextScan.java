package dev.downshift.engine.privacy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds everything in one plain string, lets the stronger of overlapping findings win, and decides what replaces each. */
final class TextScan {

    private static final List<Detector> STRUCTURED = List.of(new SecretDetector(), new EmailDetector(), new NumberDetector(), new IdentifierDetector(), new NetworkDetector(),
            new PhoneDetector(), new BirthDetector(), new DeviceDetector(), new UsernameDetector());
    private static final List<Detector> INDIRECT = List.of(new IndirectDetector(), new RoleDetector());
    private static final int LONGEST = 1 << 18;
    private static final int LONGEST_KEY = 1 << 15;

    private static final Comparator<Candidate> STRONGEST = Comparator.comparing(Candidate::type)
            .thenComparing(Comparator.comparingInt(Candidate::length).reversed()).thenComparingInt(Candidate::start);
    private static final Comparator<Candidate> OWN_FIRST = Comparator.comparing((Candidate candidate) -> !OwnScan.isOwn(candidate)).thenComparing(STRONGEST);

    private final RedactionPolicy policy;
    private final Surrogates surrogates;
    private final @Nullable OwnScan own;
    private final @Nullable Entities entities;
    private final List<Detector> detectors;

    TextScan(RedactionPolicy policy, Surrogates surrogates, @Nullable OwnScan own, @Nullable Entities entities) {
        this.policy = policy;
        this.surrogates = surrogates;
        this.own = own;
        this.entities = entities;
        this.detectors = detectors(policy);
        if (own != null) {
            detectors.add(own);
        }
    }

    /** For values that have to stay numbers: what other modes would write there is no number, so they are surrogates. */
    TextScan ofNumbers() {
        RedactionPolicy numbers = policy.withMode(RedactionPolicy.Mode.SURROGATE);
        return numbers.equals(policy) ? this : new TextScan(numbers, surrogates, own, entities);
    }

    private static List<Detector> detectors(RedactionPolicy policy) {
        List<Detector> all = new ArrayList<>(STRUCTURED);
        if (redacts(policy, EnumSet.of(FindingType.STREET_ADDRESS))) {
            all.add(new AddressDetector());
        }
        if (redacts(policy, EnumSet.of(FindingType.PERSON))) {
            all.add(new PersonDetector());
        }
        if (redacts(policy, EnumSet.of(FindingType.PERSON, FindingType.LOCATION, FindingType.ORGANIZATION, FindingType.STREET_ADDRESS))) {
            all.add(new NameDetector());
        }
        if (redacts(policy, Stream.of(FindingType.values()).filter(FindingType::isIndirect).collect(Collectors.toSet()))) {
            all.addAll(INDIRECT);
        }
        return all;
    }

    private static boolean redacts(RedactionPolicy policy, Set<FindingType> types) {
        return types.stream().anyMatch(type -> policy.mode(type) != RedactionPolicy.Mode.KEEP);
    }

    /** The edits of a text, in order and without overlap. Very long texts are looked at in parts, so that memory stays bounded. */
    List<Edit> edits(String text, String key, boolean schema) {
        if (text.length() <= LONGEST) {
            return part(text, key, schema);
        }
        List<Edit> edits = new ArrayList<>();
        for (int from = 0; from < text.length();) {
            int to = endOfPart(text, from);
            for (Edit edit : part(text.substring(from, to), key, schema)) {
                edits.add(edit.at(from + edit.start(), from + edit.end(), edit.replacement()));
            }
            from = to;
        }
        return edits;
    }

    /** A place to cut: behind a line, or else a space, and not inside a private key. */
    private static int endOfPart(String text, int from) {
        int latest = from + LONGEST;
        if (latest >= text.length()) {
            return text.length();
        }
        String tail = text.substring(latest - LONGEST_KEY, latest);
        int key = tail.lastIndexOf("-----BEGIN");
        if (key >= 0 && tail.lastIndexOf("-----END") < key) {
            latest = latest - LONGEST_KEY + key;
        }
        int earliest = Math.max(from, latest - LONGEST / 2);
        int line = last('\n', text, earliest, latest);
        int cut = line >= 0 ? line : last(' ', text, earliest, latest);
        return cut >= 0 ? cut + 1 : Character.isLowSurrogate(text.charAt(latest)) ? latest - 1 : latest;
    }

    private static int last(char wanted, String text, int from, int to) {
        for (int i = to - 1; i > from; i--) {
            if (text.charAt(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    private List<Edit> part(String text, String key, boolean schema) {
        List<Candidate> found = new ArrayList<>();
        Scanned scanned = Scanned.of(text, key, schema);
        for (Detector detector : detectors) {
            detector.detect(scanned, found);
        }
        if (found.isEmpty()) {
            return List.of();
        }
        List<Edit> edits = new ArrayList<>(found.size());
        if (own != null) {
            own.removeAllowed(text, found);
        }
        for (Candidate candidate : strongest(found, text.length())) {
            String value = text.substring(candidate.start(), candidate.end());
            String replacement = Tags.cover(text, candidate.start(), candidate.end()) ? null : replacement(candidate, value);
            if (replacement != null && !replacement.equals(value)) {
                edits.add(new Edit(candidate.start(), candidate.end(), replacement, candidate.type(), candidate.rule(), candidate.score()));
            }
        }
        edits.sort(Comparator.comparingInt(Edit::start));
        return edits;
    }

    private List<Candidate> strongest(List<Candidate> found, int length) {
        found.removeIf(candidate -> candidate.score() < policy.threshold(candidate.type()) || policy.mode(candidate.type()) == RedactionPolicy.Mode.KEEP
                || candidate.length() <= 0);
        found.sort(own == null ? STRONGEST : OWN_FIRST);
        BitSet taken = new BitSet(length);
        List<Candidate> kept = new ArrayList<>(found.size());
        for (Candidate candidate : found) {
            int next = taken.nextSetBit(candidate.start());
            if (next < 0 || next >= candidate.end()) {
                taken.set(candidate.start(), candidate.end());
                kept.add(candidate);
            }
        }
        return kept;
    }

    private @Nullable String replacement(Candidate candidate, String value) {
        return switch (policy.mode(candidate.type())) {
            case SURROGATE -> OwnScan.isOwn(candidate) ? surrogates.ownSurrogate(candidate.type(), value) : surrogates.surrogate(candidate, value);
            case MASK -> masked(value);
            case TAG -> entities == null ? Tags.plain(candidate.type()) : Tags.numbered(candidate.type(), entities.number(candidate.type(), value));
            case HASH -> surrogates.hash(candidate.type(), value);
            case DROP -> "";
            case GENERALISE -> Generalisation.of(candidate.type(), value);
            case KEEP -> null;
        };
    }

    private static String masked(String value) {
        StringBuilder masked = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            masked.append(Character.isDigit(c) ? '0' : Character.isLetter(c) ? 'x' : c);
        }
        return masked.toString();
    }
}
