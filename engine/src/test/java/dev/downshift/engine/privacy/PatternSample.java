package dev.downshift.engine.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes a text that a simple regular expression matches: literals, classes, groups, alternatives and bounded repetition. */
final class PatternSample {

    private final String pattern;
    private final Random random;
    private int at;

    PatternSample(String pattern, Random random) {
        this.pattern = pattern;
        this.random = random;
    }

    String make() {
        at = 0;
        return alternatives();
    }

    private String alternatives() {
        List<String> made = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        while (at < pattern.length() && pattern.charAt(at) != ')') {
            if (pattern.charAt(at) == '|') {
                at++;
                made.add(current.toString());
                current.setLength(0);
            } else {
                current.append(repeated());
            }
        }
        made.add(current.toString());
        return made.get(random.nextInt(made.size()));
    }

    private String repeated() {
        int start = at;
        String one = atom();
        int least = 1;
        int most = 1;
        if (at < pattern.length() && pattern.charAt(at) == '{') {
            int close = pattern.indexOf('}', at);
            String[] bounds = pattern.substring(at + 1, close).split(",", -1);
            least = Integer.parseInt(bounds[0]);
            most = Integer.parseInt(bounds[bounds.length - 1]);
            at = close + 1;
        } else if (at < pattern.length() && "?+*".indexOf(pattern.charAt(at)) >= 0) {
            least = pattern.charAt(at) == '+' ? 1 : 0;
            most = pattern.charAt(at) == '?' ? 1 : 9;
            at++;
        }
        boolean lazy = at < pattern.length() && pattern.charAt(at) == '?';
        int end = lazy ? at + 1 : at;
        int times = least + random.nextInt(Math.min(most, least + 4) - least + 1);
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < times; i++) {
            at = start;
            made.append(i == 0 ? one : atom());
        }
        at = end;
        return made.toString();
    }

    private String atom() {
        char c = pattern.charAt(at++);
        if (c == '(') {
            at += pattern.startsWith("?:", at) ? 2 : 0;
            String inner = alternatives();
            at++;
            return inner;
        }
        if (c == '[') {
            return String.valueOf(oneOf());
        }
        if (c == '\\') {
            char escaped = pattern.charAt(at++);
            return escaped == 'd' ? String.valueOf((char) ('0' + random.nextInt(10))) : escaped == 's' ? " " : String.valueOf(escaped);
        }
        return c == '$' || c == '^' ? "" : String.valueOf(c);
    }

    private char oneOf() {
        boolean not = pattern.charAt(at) == '^';
        at += not ? 1 : 0;
        StringBuilder set = new StringBuilder();
        while (pattern.charAt(at) != ']') {
            char c = pattern.charAt(at++);
            if (c == '\\') {
                char escaped = pattern.charAt(at++);
                set.append(escaped == 'd' ? "0123456789" : escaped == 's' || escaped == 'S' ? " " : String.valueOf(escaped));
            } else if (pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']') {
                char last = pattern.charAt(at + 1);
                at += 2;
                for (char member = c; member <= last; member++) {
                    set.append(member);
                }
            } else {
                set.append(c);
            }
        }
        at++;
        String members = not ? "klmnpqrstuvwxyz3456789" : set.toString();
        return members.charAt(random.nextInt(members.length()));
    }
}
