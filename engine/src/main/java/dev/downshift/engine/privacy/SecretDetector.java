package dev.downshift.engine.privacy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and tokens of the forms in {@code secrets.txt}, private keys, and values assigned to names such as {@code password}. */
final class SecretDetector implements Detector {

    private static final Pattern PRIVATE_KEY = Pattern.compile(
            "-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----([A-Za-z0-9+/=\\s\\\\:,\".()-]{40,20000}?)-----END [A-Z0-9 ]{0,30}PRIVATE KEY");
    private static final Set<String> KEYS = Set.of("password", "passwd", "pwd", "passphrase", "secret", "api_key", "apikey", "access_key", "secret_key",
            "client_secret", "auth_token", "access_token", "refresh_token", "id_token", "private_key", "authorization", "x_api_key", "secret_access_key",
            "aws_secret_access_key", "session_token", "bearer_token", "webhook_secret", "openai_api_key");
    private static final List<String> NAMES = List.of("password", "passwd", "secret", "token", "api_key", "apikey", "secret_key", "access_key", "private_key", "credential", "credentials");
    private static final Pattern SCHEME = Pattern.compile("(?i)(?:bearer|basic|token|apikey)[ ]+(?=\\S{8})");
    private static final int LONGEST_KEYED = 4000;
    private static final int BEHIND = 96;
    private static final int AHEAD = 8_300;
    private static final int NEAR_AHEAD = 2_200;

    private final SecretAssignments assignments = new SecretAssignments();

    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        if (text.length() < 6) {
            return;
        }
        for (int i = 0; i < scanned.hits(); i++) {
            int word = scanned.hitWord(i);
            for (int rule : Anchors.secrets(word)) {
                look(Anchors.SECRETS.get(rule), text, scanned.hitEnd(i) - Anchors.length(word), scanned.hitEnd(i), found);
            }
        }
        assignments.detect(scanned, found);
        if (text.contains("PRIVATE KEY-----") || text.contains("PRIVATE KEY BLOCK-----")) {
            for (Matcher m = PRIVATE_KEY.matcher(text); m.find();) {
                found.add(new Candidate(m.start(1), m.end(1), FindingType.SECRET, "private-key", 0.99));
            }
        }
        keyed(scanned, found);
    }

    private static void keyed(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        boolean named = scanned.keyIsOneOf(KEYS) || (NAMES.stream().anyMatch(name -> scanned.key().endsWith(name)) && SecretAssignments.isSecret(scanned.key().substring(scanned.key().lastIndexOf('_') + 1), text));
        if (!named || text.length() > LONGEST_KEYED) {
            return;
        }
        Matcher scheme = SCHEME.matcher(text);
        int start = scheme.lookingAt() ? scheme.end() : 0;
        if (text.indexOf(' ', start) < 0 && !SecretAssignments.isPlaceholder(text.substring(start))) {
            found.add(new Candidate(start, text.length(), FindingType.SECRET, "secret-key-name", 0.9));
        }
    }

    private static void look(SecretRule rule, String text, int start, int end, List<Candidate> found) {
        switch (rule.kind()) {
            case PREFIX, LOOSE -> prefix(rule, text, start, end, found);
            case NEAR -> near(rule, text, start, end, found);
            case AROUND -> around(rule, text, start, end, found);
        }
    }

    private static void prefix(SecretRule rule, String text, int start, int end, List<Candidate> found) {
        boolean inWord = start > 0 && isWordPart(text.charAt(start)) && isWordPart(text.charAt(start - 1)) && !isEscape(text, start);
        if (inWord || (rule.kind() == SecretRule.Kind.PREFIX && !rule.anchors().contains(text.substring(start, end)))) {
            return;
        }
        Matcher matcher = rule.pattern().matcher(text);
        if (matcher.region(start, Math.min(text.length(), start + AHEAD)).lookingAt()) {
            int kept = matcher.groupCount() > 0 && matcher.start(1) >= 0 ? 0 : end - start;
            add(rule, text, matcher, kept, 0.98, found);
        }
    }

    /** Whether the character before the token is the letter of an escape such as {@code \n} in text that is code. */
    private static boolean isEscape(String text, int start) {
        return start > 1 && text.charAt(start - 2) == '\\' && "ntr".indexOf(text.charAt(start - 1)) >= 0;
    }

    private static void near(SecretRule rule, String text, int start, int end, List<Candidate> found) {
        if (start > 0 && Character.isLetter(text.charAt(start - 1)) && Character.isLowerCase(text.charAt(start)) && Character.isLowerCase(text.charAt(start - 1))) {
            return;
        }
        Matcher matcher = rule.pattern().matcher(text);
        if (matcher.region(end, Math.min(text.length(), end + NEAR_AHEAD)).lookingAt() && isCredential(text, start, matcher.start(1))) {
            add(rule, text, matcher, 0, 0.85, found);
        }
    }

    private static boolean isCredential(String text, int from, int to) {
        String between = text.substring(from, to).toLowerCase(Locale.ROOT);
        return between.contains("key") || between.contains("token") || between.contains("secret") || between.contains("pass") || between.contains("auth") || between.contains("cred")
                || between.contains("_api") || between.contains("client") || between.contains("dsn");
    }

    private static void around(SecretRule rule, String text, int start, int end, List<Candidate> found) {
        int from = Math.max(0, start - BEHIND);
        Matcher matcher = rule.pattern().matcher(text);
        matcher.region(from, Math.min(text.length(), end + BEHIND)).useTransparentBounds(true);
        while (matcher.find() && matcher.start() <= start) {
            if (matcher.end() >= end) {
                add(rule, text, matcher, 0, 0.95, found);
                return;
            }
        }
    }

    private static void add(SecretRule rule, String text, Matcher matcher, int kept, double score, List<Candidate> found) {
        boolean grouped = matcher.groupCount() > 0 && matcher.start(1) >= 0;
        int start = grouped ? matcher.start(1) : matcher.start();
        int end = grouped ? matcher.end(1) : matcher.end();
        if (end < text.length() && isWordPart(text.charAt(end)) && isWordPart(text.charAt(end - 1)) && text.charAt(end) != '_') {
            return;
        }
        if (rule.kind() == SecretRule.Kind.AROUND && start > 0 && isWordPart(text.charAt(start - 1))) {
            return;
        }
        String secret = text.substring(start + Math.min(kept, end - start), end);
        if (SecretAssignments.entropy(secret) >= rule.entropy() && !SecretAssignments.isPlaceholder(secret)) {
            found.add(new Candidate(start, end, FindingType.SECRET, "key-" + rule.name(), score, Math.min(kept, end - start)));
        }
    }

    private static boolean isWordPart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
