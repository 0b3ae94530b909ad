package dev.downshift.engine.privacy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * XML and HTML inside a text. The names of elements and attributes say what their values are, in tables the headings of the
 * columns do; what has no such name is read as text with the tags left out.
 */
final class Markup {

    /** Elements whose name says how their text looks, not what it is. */
    private static final Set<String> LOOKS = Set.of("a", "abbr", "article", "aside", "b", "big", "blockquote", "body", "br", "caption", "center", "cite", "code", "dd", "del", "details", "div", "dl", "dt", "em",
            "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "i", "img", "input", "ins", "label", "li", "main", "mark", "nav", "ol", "option", "p", "pre", "q", "s", "section",
            "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "tt", "u", "ul", "button", "form", "head", "meta", "link", "kbd", "var", "select");
    /** Elements of HTML that stand without an end. */
    private static final Set<String> VOID = Set.of("br", "hr", "img", "input", "meta", "link", "wbr", "area", "source");
    /** Elements that say in an attribute what their text is. */
    private static final Set<String> NAMED_BY_ATTRIBUTE = Set.of("field", "param", "parameter", "property", "data", "item", "entry", "attribute", "column", "value", "arg", "argument");
    private static final int LONGEST_VALUE = 2_000;
    private static final int LONGEST_NAME = 64;
    private static final int DEEPEST = 64;

    private final String text;
    private final int to;
    private final List<Leaf> leaves;
    private final Decoded.Builder prose;
    private final Set<String> elements;
    private final Deque<String> open = new ArrayDeque<>();
    private final List<String> header = new ArrayList<>();
    private List<String> columns = List.of();
    private int column;

    private Markup(String text, int to, List<Leaf> leaves, Decoded.Builder prose, Set<String> elements) {
        this.text = text;
        this.to = to;
        this.leaves = leaves;
        this.prose = prose;
        this.elements = elements;
    }

    /** Reads a stretch of a text: adds the values that have a name, and what is left to {@code prose}. */
    static void read(String text, int from, int to, List<Leaf> leaves, Decoded.Builder prose) {
        Set<String> elements = elements(text, from, to);
        if (elements.isEmpty()) {
            prose.copy(from, to);
        } else {
            new Markup(text, to, leaves, prose, elements).read(from);
        }
    }

    /** The names of the elements that end somewhere: what else looks like a tag, such as a type parameter, is none. */
    private static Set<String> elements(String text, int from, int to) {
        Set<String> elements = new HashSet<>();
        int[] broken = new int[1];
        for (int close = text.indexOf("</", from, to); close >= 0; close = text.indexOf("</", close + 2, to)) {
            Tag tag = Tag.read(text, close, to, broken);
            if (tag != null) {
                elements.add(tag.name());
            }
        }
        if (elements.isEmpty() && text.indexOf("/>", from, to) >= 0) {
            elements.addAll(VOID);
        }
        return elements;
    }

    private void read(int from) {
        int done = from;
        int[] broken = new int[1];
        for (int next = text.indexOf('<', from, to); next >= 0; next = text.indexOf('<', Math.max(done, broken[0]), to)) {
            Tag tag = Tag.read(text, next, to, broken);
            if (tag == null || !isTag(tag)) {
                broken[0] = tag == null ? broken[0] : next + 1;
                continue;
            }
            text(done, tag.start());
            prose.put(Decoded.GAP, tag.start(), tag.end());
            attributes(tag);
            done = tag.closes() ? closed(tag) : opened(tag);
        }
        text(done, to);
    }

    private boolean isTag(Tag tag) {
        return elements.contains(tag.name()) || VOID.contains(tag.name()) || (tag.empty() && !tag.attributes().isEmpty());
    }

    private void text(int from, int end) {
        if (open.isEmpty()) {
            prose.copy(from, end);
        } else {
            prose.markup(from, end);
        }
    }

    private void attributes(Tag tag) {
        Tag.Attribute name = tag.attribute("name", "key", "property", "label", "id");
        String named = name == null ? null : Columns.key(name(name));
        for (Tag.Attribute attribute : tag.attributes()) {
            boolean value = attribute.name().equalsIgnoreCase("value") || attribute.name().equalsIgnoreCase("content");
            boolean structure = attribute.equals(name) && (NAMED_BY_ATTRIBUTE.contains(tag.name()) || LOOKS.contains(tag.name()));
            if (attribute.end() - attribute.start() > 1 && !structure) {
                String key = KeyPath.within(tag.name(), value && named != null ? named : Columns.key(attribute.name()));
                leaves.add(new Leaf(attribute.start(), attribute.end(), key, false, Syntax.MARKUP));
            }
        }
    }

    /** What an attribute says of a value, or the beginning of it. */
    private String name(Tag.Attribute attribute) {
        return text.substring(attribute.start(), Math.min(attribute.end(), attribute.start() + LONGEST_NAME));
    }

    private int closed(Tag tag) {
        if (open.contains(tag.name())) {
            String popped;
            do {
                popped = open.pop();
            } while (!popped.equals(tag.name()));
        }
        if (tag.name().equals("tr") && !header.isEmpty()) {
            columns = Columns.keys(header);
            header.clear();
        } else if (tag.name().equals("table")) {
            columns = List.of();
        }
        return tag.end();
    }

    /** Answers how far the text is read: behind the value of an element that has a name. */
    private int opened(Tag tag) {
        if (tag.empty() || VOID.contains(tag.name())) {
            return tag.end();
        }
        int end = text.indexOf('<', tag.end(), Math.min(to, tag.end() + LONGEST_VALUE));
        boolean simple = end >= 0 && text.startsWith("</", end);
        String key = key(tag, simple ? text.substring(tag.end(), end) : null);
        if (simple && key != null) {
            leaves.add(new Leaf(tag.end(), end, key, false, Syntax.MARKUP));
            prose.put(Decoded.GAP, tag.end(), end);
        }
        if (open.size() < DEEPEST) {
            open.push(tag.name());
        }
        return simple && key != null ? end : tag.end();
    }

    private @Nullable String key(Tag tag, @Nullable String value) {
        switch (tag.name()) {
            case "tr" -> column = 0;
            case "th" -> {
                header.add(value == null ? "" : value.strip());
                return null;
            }
            case "td" -> {
                String key = column < columns.size() ? columns.get(column) : null;
                column++;
                return key;
            }
            default -> { }
        }
        Tag.Attribute named = NAMED_BY_ATTRIBUTE.contains(tag.name()) ? tag.attribute("name", "key", "id") : null;
        if (named != null) {
            return Columns.key(name(named));
        }
        String key = Columns.key(tag.name());
        return LOOKS.contains(tag.name()) ? null : KeyPath.within(open.isEmpty() ? "" : open.peek(), key);
    }
}
