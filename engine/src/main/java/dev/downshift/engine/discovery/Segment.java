package dev.downshift.engine.discovery;

/**
 * A piece of prompt text that a template would hold as a whole: a line, a sentence of a long line, the part before or
 * after a colon, or something that is offered beside the text, such as a tool.
 *
 * @param full hash of the normalised words; numbers and dates count as equal
 * @param prefix hash of its first words, or 0 where the piece is too short to have one
 * @param suffix hash of its last words, or 0
 * @param weight how much evidence it is: its words, up to {@link #HEAVIEST}
 * @param message index of its message, -1 for what is not text
 * @param start offset of its first character
 * @param end offset behind its last character
 * @param prefixEnd offset behind its first words
 * @param suffixStart offset of its last words
 */
record Segment(
        long full, long prefix, long suffix, int weight, int message, int start, int end, int prefixEnd, int suffixStart) {

    /** A long line is no more a template than a few lines of usual length are. */
    static final int HEAVIEST = 12;

    /** How many words of a line with a slot in it stay recognisable on either side of the slot. */
    static final int EDGE = 4;

    /** Something offered beside the text. */
    static Segment beside(String kind, String value, int weight) {
        return new Segment(Hashing.of(kind + '\u0000' + value), 0, 0, weight, -1, 0, 0, 0, 0);
    }
}
