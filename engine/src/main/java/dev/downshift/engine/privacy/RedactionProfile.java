package dev.downshift.engine.privacy;

import dev.downshift.engine.privacy.RedactionPolicy.Mode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A policy to start from. */
public enum RedactionProfile {
    /** For agents' calls: places, dates and companies, which are what a task is about, stay. */
    STANDARD,
    /** Whatever may lead to a person, indirect identifiers too (GDPR, recital 26). */
    GDPR_STRICT,
    /**
     * The 18 identifiers of HIPAA's Safe Harbor (45 CFR 164.514(b)(2)): of dates the year, of ZIP codes three digits, of ages the decade
     * and 90 for all who are older. A date of birth goes whole, because its year can tell an age above 89.
     */
    HIPAA_SAFE_HARBOR,
    /** Card and account numbers and what opens systems (PCI DSS 4, requirement 3). */
    PCI,
    /** Keys, tokens and passwords. */
    SECRETS_ONLY;

    private static final List<FindingType> SECRETS = List.of(FindingType.SECRET, FindingType.URL_CREDENTIALS);
    private static final List<FindingType> PAYMENT = List.of(FindingType.SECRET, FindingType.URL_CREDENTIALS, FindingType.CREDIT_CARD, FindingType.IBAN, FindingType.BANK_ACCOUNT);

    /** The profile of a name such as {@code hipaa-safe-harbor}. */
    public static Optional<RedactionProfile> of(String name) {
        return Arrays.stream(values()).filter(profile -> profile.id().equals(name)).findAny();
    }

    /** The name in lower case with hyphens. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it says. */
    public RedactionPolicy policy() {
        return switch (this) {
            case STANDARD -> RedactionPolicy.standard();
            case GDPR_STRICT -> RedactionPolicy.strict();
            case HIPAA_SAFE_HARBOR -> safeHarbor();
            case PCI -> only(PAYMENT);
            case SECRETS_ONLY -> only(SECRETS);
        };
    }

    private static RedactionPolicy safeHarbor() {
        Map<FindingType, Mode> modes = new EnumMap<>(RedactionPolicy.everything(Mode.SURROGATE, RedactionPolicy.STRICT_THRESHOLD).modes());
        modes.put(FindingType.DATE_TIME, Mode.GENERALISE);
        modes.put(FindingType.AGE, Mode.GENERALISE);
        modes.put(FindingType.POSTCODE, Mode.GENERALISE);
        modes.put(FindingType.DATE_OF_BIRTH, Mode.TAG);
        modes.put(FindingType.NATIONALITY, Mode.KEEP);
        modes.put(FindingType.TITLE, Mode.KEEP);
        return new RedactionPolicy(modes, RedactionPolicy.STRICT_THRESHOLD);
    }

    private static RedactionPolicy only(List<FindingType> types) {
        Map<FindingType, Mode> modes = new EnumMap<>(RedactionPolicy.everything(Mode.KEEP, RedactionPolicy.STANDARD_THRESHOLD).modes());
        types.forEach(type -> modes.put(type, Mode.SURROGATE));
        return new RedactionPolicy(modes, RedactionPolicy.STANDARD_THRESHOLD);
    }
}
