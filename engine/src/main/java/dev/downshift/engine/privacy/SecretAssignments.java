package dev.downshift.engine.privacy;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values assigned to names such as {@code password} or {@code api_token}, in the ways of programs, settings and prose. */
final class SecretAssignments {

    /** The words in names of secrets; {@link Anchors} finds them. */
    static final List<String> NAMES = List.of("token", "secret", "key", "passw", "pwd", "passphrase", "credential", "_auth", "authorization");

    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_.-]{0,24}[\"'\\])]{0,3}[ \\t]{0,4}(?:\\\\?[\"'])?[ \\t]{0,4}(?:\\|\\|:|<=>|:::?=|::=|\\?=|:=|=>|<=|==?|:|,|>|\\||[ ](?:is|was)[ ])[ \\t]{0,4}\\\\?[\"'`=]{0,3}"
            + "(?:(?:[Bb]earer|[Bb]asic|[Tt]oken)[ ]{1,2})?([^\\s\"'`,;<>(){}\\[\\]\\\\|]{6,400}+)");
    private static final Pattern PLACEHOLDER = Pattern.compile("(?i)[x*.•_-]+|.*(?:your|example|placeholder|changeme|change_me|redacted|insert|dummy|<|\\$\\{|\\{\\{|%s|env[.(\\[]|getenv|process\\.|xxxx|\\*\\*\\*|1234567890|abcdefgh).*|none|null|true|false|undefined|required|optional|string|invalid|expired|missing|incorrect");
    private static final Pattern NAME_LIKE = Pattern.compile("[A-Za-z_]+[A-Za-z_.]*[0-9]{0,2}|[a-z]+(?:[._/:-][a-z0-9]+)+|[A-Z]+(?:_[A-Z0-9]+)+|\\$?[a-z]+(?:[A-Z][a-z]+)+[0-9]?|https?://.*|/.*|\\$.*|%.*|[0-9.:T+-]+|\\d+(?:px|em|ms|kb|mb|s|m|h|k)?|#[0-9a-fA-F]{3,8}");
    private static final double KEY_ENTROPY = 3.4;
    private static final double TOKEN_ENTROPY = 3.0;
    private static final double PASSWORD_ENTROPY = 2.2;
    private static final int LONGEST = 460;

    void detect(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        for (int i = 0; i < scanned.hits(); i++) {
            if (Anchors.isSecretName(scanned.hitWord(i))) {
                int end = scanned.hitEnd(i);
                look(text, end - Anchors.length(scanned.hitWord(i)), end, found);
            }
        }
    }

    private static void look(String text, int start, int end, List<Candidate> found) {
        if (end >= text.length() || !mayBeAssigned(text, end)) {
            return;
        }
        Matcher matcher = VALUE.matcher(text).region(end, Math.min(text.length(), end + LONGEST));
        if (!matcher.lookingAt()) {
            return;
        }
        int to = matcher.end(1);
        while (to > matcher.start(1) && ".!?:".indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        String value = text.substring(matcher.start(1), to);
        String name = text.substring(start, Math.min(end + 3, text.length())).toLowerCase(Locale.ROOT);
        if (isSecret(name, value)) {
            found.add(new Candidate(matcher.start(1), to, FindingType.SECRET, "assignment", 0.8));
        }
    }

    /** A quick look: within a few characters a sign of assignment has to come. */
    private static boolean mayBeAssigned(String text, int from) {
        int to = Math.min(text.length(), from + 30);
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '=' || c == ':' || c == '>' || c == ',' || c == '|') {
                return true;
            }
            if (c == ' ') {
                return text.startsWith("is ", i + 1) || text.startsWith("was ", i + 1) || (i + 1 < text.length() && "=:|<".indexOf(text.charAt(i + 1)) >= 0) || (i + 2 < text.length() && "=:".indexOf(text.charAt(i + 2)) >= 0);
            }
            if (c == '\n') {
                return false;
            }
        }
        return false;
    }

    static boolean isSecret(String name, String value) {
        if (isPlaceholder(value) || NAME_LIKE.matcher(value).matches() || !mixed(value)) {
            return false;
        }
        double entropy = entropy(value);
        if (name.startsWith("passw") || name.startsWith("pwd") || name.startsWith("passphrase")) {
            return value.length() >= 6 && entropy >= PASSWORD_ENTROPY;
        }
        if (name.startsWith("key")) {
            return value.length() >= 16 && entropy >= KEY_ENTROPY && !isUuid(value);
        }
        return value.length() >= 8 && entropy >= TOKEN_ENTROPY - (value.length() < 12 ? 0.4 : 0);
    }

    private static boolean isUuid(String value) {
        return value.length() == 36 && value.charAt(8) == '-' && value.charAt(13) == '-';
    }

    static boolean isPlaceholder(String value) {
        return PLACEHOLDER.matcher(value).matches();
    }

    /** Words of prose and identifiers are all letters; passwords people choose mix in a digit. */
    private static boolean mixed(String value) {
        boolean digit = false;
        boolean letter = false;
        for (int i = 0; i < value.length(); i++) {
            digit |= Character.isDigit(value.charAt(i));
            letter |= Character.isLetter(value.charAt(i));
        }
        return digit && letter;
    }

    /** Shannon's entropy of the characters, in bits a character. */
    static double entropy(String value) {
        if (value.isEmpty()) {
            return 0;
        }
        int[] counts = new int[128];
        int others = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 128) {
                counts[c]++;
            } else {
                others++;
            }
        }
        double entropy = 0;
        for (int count : counts) {
            entropy -= count == 0 ? 0 : count * Math.log(count / (double) value.length());
        }
        entropy -= others == 0 ? 0 : others * Math.log(others / (double) value.length());
        return entropy / value.length() / Math.log(2);
    }
}
