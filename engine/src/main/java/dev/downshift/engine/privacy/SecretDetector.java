package dev.downshift.engine.privacy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and tokens of well-known shapes, private keys, and values assigned to names such as {@code password}. */
final class SecretDetector implements Detector {

    /** Group 1 is the prefix that tells the provider; a surrogate keeps it. */
    private static final Pattern KNOWN = Pattern.compile("(?<![\\p{Alnum}_-])(?:"
            + "((?:AKIA|ASIA|AROA|AIDA))[A-Z0-9]{16}"
            + "|(gh[opusr]_)[A-Za-z0-9]{30,255}+"
            + "|(github_pat_)[A-Za-z0-9_]{22,255}+"
            + "|(gl(?:pat|ptt|rt|dt|cbt|soat)-)[\\w-]{20,100}+"
            + "|(xox[abeoprs]-|xapp-\\d-)[A-Za-z0-9-]{10,250}+"
            + "|(sk-(?:ant-(?:api|admin)\\d\\d-|proj-|svcacct-|admin-|or-v1-|lf-)?)[A-Za-z0-9_-]{20,200}+"
            + "|(pk-lf-|gsk_|xai-|pplx-|r8_|hf_|fw_|tgp_v1_|csk-|jina_|nvapi-|lin_api_|ntn_|secret_|dckr_pat_|npm_|rubygems_|pul-|tfp_|CFPAT-|figd_|PMAK-|dop_v1_|doo_v1_|dor_v1_|shp(?:at|ca|pa|ss)_|EAA[A-Z]|ATATT3|hvs\\.|hvb\\.|GOCSPX-|ya29\\.|whsec_|rpa_|lsv2_(?:pt|sk)_|phc_|phx_|sntrys_|dp\\.(?:pt|st)\\.|NRAK-|glsa_|AGE-SECRET-KEY-1|oy2|SG\\.)[A-Za-z0-9_.=+/-]{16,250}+"
            + "|((?:sk|pk|rk)_(?:live|test)_)[A-Za-z0-9]{10,250}+"
            + "|(sq0(?:atp|csp|idp)-)[\\w-]{22,60}+"
            + "|(AIza)[\\w-]{35}"
            + "|(pypi-AgE)[\\w-]{50,250}+"
            + "|(dapi)[0-9a-f]{32}(?:-\\d)?"
            + "|(key-)[0-9a-f]{32}"
            + "|((?:AC|SK))[0-9a-f]{32}"
            + "|(\\d{8,10}:AA)[\\w-]{33}"
            + "|(eyJ)[A-Za-z0-9_-]{8,4000}+\\.eyJ[A-Za-z0-9_-]{8,8000}+(?:\\.[A-Za-z0-9_-]{10,2000}+)?"
            + ")(?![A-Za-z0-9_])");
    private static final Pattern PRIVATE_KEY = Pattern.compile(
            "-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----([A-Za-z0-9+/=\\s\\\\:,-]{40,20000}?)-----END [A-Z ]{0,30}PRIVATE KEY");
    private static final Pattern AUTHORIZATION = Pattern.compile("(?i)\\b(?:bearer|basic)[ ]+([A-Za-z0-9_~+/.=-]{16,4000}+)");
    private static final Pattern ASSIGNMENT = Pattern.compile("(?i)(?<![\\p{Alnum}])(?:[a-z0-9]{0,20}[_-])?(?:api[_-]?key|apikey|access[_-]?key|secret[_-]?key|client[_-]?secret|secret|auth[_-]?token|access[_-]?token|refresh[_-]?token|token|password|passwd|pwd|passphrase|account[_-]?key)"
            + "\\\\?[\"']?[ ]?(?::=|=>|=|:|\\bis\\b)[ ]?\\\\?[\"'`]?([^\\s\"'`,;<>(){}\\[\\]\\\\]{6,300}+)");
    private static final List<String> PREFIXES = List.of("AKIA", "ASIA", "AROA", "AIDA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "glptt-", "glrt-",
            "gldt-", "glcbt-", "glsoat-", "xox", "xapp-", "sk-", "pk-lf-", "gsk_", "xai-", "pplx-", "r8_", "hf_", "fw_", "tgp_v1_", "csk-", "jina_", "nvapi-", "lin_api_", "ntn_",
            "secret_", "dckr_pat_", "npm_", "rubygems_", "pul-", "tfp_", "CFPAT-", "figd_", "PMAK-", "dop_v1_", "doo_v1_", "dor_v1_", "shpat_", "shpca_", "shppa_", "shpss_", "EAA",
            "ATATT3", "hvs.", "hvb.", "GOCSPX-", "ya29.", "whsec_", "rpa_", "lsv2_", "phc_", "phx_", "sntrys_", "dp.pt.", "dp.st.", "NRAK-", "glsa_", "AGE-SECRET-KEY-1", "oy2", "SG.",
            "sk_live_", "sk_test_", "pk_live_", "pk_test_", "rk_live_", "rk_test_", "sq0", "AIza", "pypi-AgE", "dapi", "key-", "AC", "SK", "eyJ");
    private static final List<String> NAMED = List.of("key", "secret", "token", "passw", "pwd", "passphrase", "KEY", "SECRET", "TOKEN", "PASSW", "PWD", "Key", "Secret", "Token", "Passw");
    private static final int BOT_NUMBER = 10;
    private static final int LONGEST_NAME = 24;
    private static final int LONGEST_ASSIGNMENT = 360;
    private static final Set<String> KEYS = Set.of("password", "passwd", "pwd", "passphrase", "secret", "api_key", "apikey", "access_key", "secret_key",
            "client_secret", "auth_token", "access_token", "refresh_token", "id_token", "private_key", "authorization", "x_api_key", "secret_access_key",
            "aws_secret_access_key", "session_token", "bearer_token", "webhook_secret", "openai_api_key");
    private static final Pattern PLACEHOLDER = Pattern.compile("(?i)[x*.•_-]+|.*(?:your|example|placeholder|changeme|redacted|insert|dummy|<|\\$\\{|\\{\\{|%s|env[.(\\[]|getenv|process\\.).*|none|null|true|false|undefined|required|optional|string|invalid|expired|missing|incorrect");

    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        if (text.length() < 6) {
            return;
        }
        known(text, found);
        if (text.contains("PRIVATE KEY")) {
            for (Matcher m = PRIVATE_KEY.matcher(text); m.find();) {
                found.add(new Candidate(m.start(1), m.end(1), FindingType.SECRET, "private-key", 0.99));
            }
        }
        authorization(text, found);
        NAMED.forEach(name -> assignments(text, name, found));
        if (scanned.keyIsOneOf(KEYS) && text.length() <= 4000 && text.indexOf(' ') < 0 && !PLACEHOLDER.matcher(text).matches()) {
            found.add(new Candidate(0, text.length(), FindingType.SECRET, "secret-key-name", 0.9));
        }
    }

    private static void known(String text, List<Candidate> found) {
        Matcher matcher = KNOWN.matcher(text).useTransparentBounds(true);
        for (String prefix : PREFIXES) {
            for (int at = text.indexOf(prefix); at >= 0; at = text.indexOf(prefix, at + 1)) {
                knownAt(text, at, matcher, found);
            }
        }
        for (int at = text.indexOf(":AA"); at >= 0; at = text.indexOf(":AA", at + 1)) {
            int start = at;
            while (start > 0 && at - start < BOT_NUMBER && Character.isDigit(text.charAt(start - 1))) {
                start--;
            }
            knownAt(text, start, matcher, found);
        }
    }

    private static void knownAt(String text, int start, Matcher m, List<Candidate> found) {
        if (!m.region(start, text.length()).lookingAt()) {
            return;
        }
        int prefix = 0;
        for (int group = 1; group <= m.groupCount(); group++) {
            prefix = m.start(group) >= 0 ? m.end(group) - m.start(group) : prefix;
        }
        if (looksRandom(text.substring(m.start() + prefix, m.end()))) {
            found.add(new Candidate(m.start(), m.end(), FindingType.SECRET, "key-" + provider(text, m.start(), prefix), 0.98, prefix));
        }
    }

    private static void authorization(String text, List<Candidate> found) {
        if (text.contains("earer ") || text.contains("asic ")) {
            for (Matcher m = AUTHORIZATION.matcher(text); m.find();) {
                if (looksRandom(m.group(1))) {
                    found.add(new Candidate(m.start(1), m.end(1), FindingType.SECRET, "authorization", 0.9));
                }
            }
        }
    }

    /** Looks around each place where the name of a secret stands before a colon, an equals sign or "is". */
    private static void assignments(String text, String name, List<Candidate> found) {
        Matcher matcher = ASSIGNMENT.matcher(text).useTransparentBounds(true);
        for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
            int near = Math.min(text.length(), at + LONGEST_NAME);
            String after = text.substring(at, near);
            boolean assigned = after.indexOf('=') > 0 || after.indexOf(':') > 0 || after.contains(" is ");
            if (assigned && matcher.region(Math.max(0, at - LONGEST_NAME), Math.min(text.length(), at + LONGEST_ASSIGNMENT)).find()) {
                assigned(text, matcher, found);
            }
        }
    }

    private static String provider(String text, int start, int prefix) {
        String name = text.substring(start, start + prefix).toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-").replaceAll("^-|-$", "");
        return name.isEmpty() ? "bot" : name;
    }

    private static void assigned(String text, Matcher m, List<Candidate> found) {
        int end = m.end(1);
        while (end > m.start(1) && ".!?:".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        String value = text.substring(m.start(1), end);
        if (value.length() >= 6 && !PLACEHOLDER.matcher(value).matches() && mixed(value)) {
            found.add(new Candidate(m.start(1), end, FindingType.SECRET, "assignment", 0.8));
        }
    }

    /** Words of prose and identifiers are all letters; passwords people choose mix in a digit. */
    private static boolean mixed(String value) {
        boolean digit = value.chars().anyMatch(Character::isDigit);
        boolean letter = value.chars().anyMatch(Character::isLetter);
        return digit && letter;
    }

    private static boolean looksRandom(String body) {
        long kinds = body.chars().distinct().count();
        return kinds >= Math.min(8, body.length() / 2) && mixed(body);
    }
}
