package dev.downshift.engine.privacy;

/**
 * Something a detector found in one string; offsets are in UTF-16 units.
 *
 * @param kept how many leading characters a surrogate keeps, such as the prefix that tells a key's provider
 */
record Candidate(int start, int end, FindingType type, String rule, double score, int kept) {

    Candidate(int start, int end, FindingType type, String rule, double score) {
        this(start, end, type, rule, score, 0);
    }

    int length() {
        return end - start;
    }
}
