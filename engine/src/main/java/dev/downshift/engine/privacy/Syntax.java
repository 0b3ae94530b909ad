package dev.downshift.engine.privacy;

/** How a value is written in the structure it is part of: how to read it, and how to write what replaces a part of it. */
enum Syntax {
    /** A JSON string without its quotes (RFC 8259). */
    JSON {
        @Override
        Decoded decoded(String text, int start, int end) {
            return Decoded.json(text, start, end);
        }

        @Override
        String encoded(String replacement) {
            return Decoded.escaped(replacement);
        }
    },
    /** A whole number in JSON, which stays one. */
    NUMBER,
    /** A field of separated values without quotes, or a cell of a Markdown table: it has no separator and no line end. */
    FIELD {
        @Override
        String encoded(String replacement) {
            return replacement.replaceAll("[,;|\"\\t\\r\\n]", " ");
        }
    },
    /** A field of separated values inside quotes (RFC 4180): a quote is written twice. */
    QUOTED {
        @Override
        Decoded decoded(String text, int start, int end) {
            Decoded.Builder decoded = new Decoded.Builder(text);
            int from = start;
            for (int quote = text.indexOf('"', start); quote >= 0 && quote + 1 < end; quote = text.indexOf('"', quote + 2)) {
                decoded.copy(from, quote);
                decoded.put('"', quote, quote + 2);
                from = quote + 2;
            }
            decoded.copy(from, end);
            return decoded.build(end);
        }

        @Override
        String encoded(String replacement) {
            return replacement.replace("\"", "\"\"");
        }
    },
    /** Text of an element or the value of an attribute (XML 1.0, section 4.6; HTML). */
    MARKUP {
        @Override
        Decoded decoded(String text, int start, int end) {
            Decoded.Builder decoded = new Decoded.Builder(text);
            decoded.markup(start, end);
            return decoded.build(end);
        }

        @Override
        String encoded(String replacement) {
            return replacement.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
        }
    };

    Decoded decoded(String text, int start, int end) {
        return Decoded.plain(text, start, end);
    }

    String encoded(String replacement) {
        return replacement;
    }
}
