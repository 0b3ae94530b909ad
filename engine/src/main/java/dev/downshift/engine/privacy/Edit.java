package dev.downshift.engine.privacy;

/** A replacement in one string, and the finding that asks for it; offsets are in UTF-16 units. */
record Edit(int start, int end, String replacement, FindingType type, String rule, double score) {

    Edit at(int newStart, int newEnd, String newReplacement) {
        return new Edit(newStart, newEnd, newReplacement, type, rule, score);
    }
}
