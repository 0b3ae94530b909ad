package dev.downshift.engine.privacy;

/**
 * A value inside a structured text; offsets are in UTF-16 units, without quotes.
 *
 * @param key the member, column, element or attribute it belongs to, as {@link Scanned#normalizedKey} writes it
 * @param schema whether it is part of a tool's or response's definition
 */
record Leaf(int start, int end, String key, boolean schema, Syntax syntax) {}
