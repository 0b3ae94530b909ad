package dev.downshift.engine.privacy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds everything in one plain string, lets the stronger of overlapping findings win, and decides what replaces each. */
final class TextScan {

    private static final List<Detector> STRUCTURED = List.of(new SecretDetector(), new EmailDetector(), new NumberDetector(), new IdentifierDetector(), new NetworkDetector(), new PhoneDetector(), new BirthDetector(), new DeviceDetector(), new UsernameDetector());
    private static final List<Detector> PROSE = List.of(new AddressDetector(), new PersonDetector(), new NameDetector());
    private static final List<Detector> INDIRECT = List.of(new IndirectDetector(), new RoleDetector());

    private final RedactionPolicy policy;
    private final Surrogates surrogates;
    private final boolean indirect;

    TextScan(RedactionPolicy policy, Surrogates surrogates) {
        this.policy = policy;
        this.surrogates = surrogates;
        this.indirect = Stream.of(FindingType.values()).anyMatch(type -> type.isIndirect() && policy.mode(type) != RedactionPolicy.Mode.KEEP);
    }

    /** The edits of a text, in order and without overlap. */
    List<Edit> edits(String text, String key, boolean schema) {
        List<Candidate> found = new ArrayList<>();
        Scanned scanned = Scanned.of(text, key, schema);
        STRUCTURED.forEach(detector -> detector.detect(scanned, found));
        PROSE.forEach(detector -> detector.detect(scanned, found));
        if (indirect) {
            INDIRECT.forEach(detector -> detector.detect(scanned, found));
        }
        if (found.isEmpty()) {
            return List.of();
        }
        List<Edit> edits = new ArrayList<>(found.size());
        for (Candidate candidate : strongest(found, text.length())) {
            String value = text.substring(candidate.start(), candidate.end());
            String replacement = replacement(candidate, value);
            if (replacement != null && !replacement.equals(value)) {
                edits.add(new Edit(candidate.start(), candidate.end(), replacement, candidate.type(), candidate.rule(), candidate.score()));
            }
        }
        edits.sort(Comparator.comparingInt(Edit::start));
        return edits;
    }

    private List<Candidate> strongest(List<Candidate> found, int length) {
        found.removeIf(candidate -> candidate.score() < policy.threshold() || policy.mode(candidate.type()) == RedactionPolicy.Mode.KEEP || candidate.length() <= 0);
        found.sort(Comparator.comparing(Candidate::type).thenComparing(Comparator.comparingInt(Candidate::length).reversed())
                .thenComparingInt(Candidate::start));
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
            case SURROGATE -> surrogates.surrogate(candidate, value);
            case MASK -> masked(value);
            case TAG -> "<" + candidate.type().name().toUpperCase(Locale.ROOT) + ">";
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
