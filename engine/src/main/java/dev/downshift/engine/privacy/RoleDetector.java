package dev.downshift.engine.privacy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Occupations, forms of address and employers: a pass over the words, and a look around those that are known for one of them. */
final class RoleDetector implements Detector {

    private static final String OCCUPATION = Resources.lines("occupations.txt").collect(Collectors.joining("|", "(?:", ")"));
    /** As companies write them; their points may be left out. */
    private static final List<String> FORMS = List.of("Inc", "LLC", "Ltd", "Limited", "Corp", "Corporation", "GmbH", "AG", "S.A", "B.V", "N.V", "Oy", "AB", "ApS", "A/S", "S.r.l", "S.p.A", "PLC", "plc", "LLP", "Group",
            "Holdings", "Company", "Co", "Foundation", "Bank", "University", "Institute", "Agency", "Partners", "Associates", "Services", "Software", "Systems", "Technologies", "Solutions", "Insurance");
    private static final String COMPANY_FORM = FORMS.stream().map(form -> form.replace(".", "\\.?")).collect(Collectors.joining("|", "(?:", ")"));
    /** The last letters of the forms that are written as letters with points or a slash between them. */
    private static final Set<Character> LAST_LETTERS = FORMS.stream().filter(form -> form.matches(".*[./].")).map(form -> form.charAt(form.length() - 1)).collect(Collectors.toUnmodifiableSet());
    private static final Pattern HONORIFIC = Pattern.compile("(?i)\\b(?:mr|mrs|ms|miss|dr|prof|sir|madam|herr|frau|monsieur|madame|mme|señora?|signora?|doctor|professor)\\b\\.?(?=[ ]\\p{L})");
    private static final Pattern JOB = Pattern.compile("(?im)^[ ]*(\\p{L}[\\p{L}'’-]*(?:(?:,? and |, |[ /])\\p{L}[\\p{L}'’-]*){0,5}?[ ]" + OCCUPATION + "|" + OCCUPATION + ")[ ]*$"
            + "|(?<=, the )(\\p{L}[\\p{L}'’-]*(?:[ /]\\p{L}[\\p{L}'’-]*){0,4}?[ ]" + OCCUPATION + "|" + OCCUPATION + ")(?=,)"
            + "|(?<=\\b(?:job|works?|working|worked|occupation|profession|position)(?: title)?(?: is| as)? an? )(\\p{L}[\\p{L}'’-]*(?:[ /]\\p{L}[\\p{L}'’-]*){0,3}?[ ]" + OCCUPATION + "|" + OCCUPATION + ")\\b"
            + "|(?<=\\b(?:occupation|profession|position|job title|title): ?)(\\p{L}[\\p{L}'’ /-]{2,50})$");
    private static final Pattern EMPLOYED = Pattern.compile("(?<=\\b(?:[Ww]ork(?:s|ed|ing)? (?:for|at|with)|employed (?:by|at|with)|employees? of|job at|joined|CEO of|[Ff]ounder of|hired by|[Cc]ompany called|position at|internship at|bought from|offices? of|[Ee]mployer(?: is|:)|[Cc]ompany(?: is|:)|[Cc]ompany name(?: is|:)) (?:the )?)"
            + "(?:\\d{1,3} )?\\p{Lu}[\\p{L}\\p{N}&'’.-]*(?:(?:,? (?:and|&|of) |,? )\\p{Lu}[\\p{L}\\p{N}&'’-]*){0,5}");
    private static final Pattern INCORPORATED = Pattern.compile("(?<![\\p{L}\\p{N}])\\p{Lu}[\\p{L}\\p{N}&'’-]*(?:(?:,? (?:and|&|of) |,? )[\\p{Lu}\\d][\\p{L}\\p{N}&'’-]*){0,4},? " + COMPANY_FORM + "\\b\\.?");
    private static final Pattern OFFICE = Pattern.compile("(?<=\\b[Tt]he )\\p{Lu}[\\p{L}\\p{N}&'’.-]*(?: \\p{Lu}[\\p{L}\\p{N}&'’.-]*){0,4}(?= (?:office|headquarters|branch|store|company|website|app|team|shareholders|employees))");
    private static final List<String> EMPLOYERS = List.of("work", "works", "worked", "working", "employed", "employee", "employees", "job", "joined", "ceo", "founder", "hired", "company", "position", "internship", "bought", "office", "offices", "employer");
    private static final List<String> PREMISES = List.of("office", "headquarters", "branch", "store", "company", "website", "app", "team", "shareholders", "employees");
    private static final List<String> ADDRESSES = List.of("mr", "mrs", "ms", "miss", "dr", "prof", "sir", "madam", "herr", "frau", "monsieur", "madame", "mme", "señor", "señora", "signor", "signora", "doctor", "professor");
    private static final List<String> LABELS = List.of("occupation", "profession", "position", "title");
    private static final int JOB_WORD = 1;
    private static final int FORM = 2;
    private static final int EMPLOYER = 4;
    private static final int PREMISE = 8;
    private static final int ADDRESS = 16;
    private static final int LABEL = 32;
    private static final int BACK = 110;
    private static final int AHEAD = 90;
    private static final Map<Integer, Integer> KINDS = new HashMap<>();

    static {
        Resources.lines("occupations.txt").forEach(word -> add(word, JOB_WORD));
        FORMS.forEach(form -> add(form.replace(".", ""), FORM));
        EMPLOYERS.forEach(word -> add(word, EMPLOYER));
        PREMISES.forEach(word -> add(word, PREMISE));
        ADDRESSES.forEach(word -> add(word, ADDRESS));
        LABELS.forEach(word -> add(word, LABEL));
    }

    private static void add(String word, int kind) {
        KINDS.merge(Tokens.hash(word, 0, word.length()), kind, (a, b) -> a | b);
    }

    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        int i = 0;
        int[] done = new int[6];
        while (i < text.length()) {
            if (!Character.isLetter(text.charAt(i))) {
                i++;
                continue;
            }
            int start = i;
            while (i < text.length() && Character.isLetter(text.charAt(i))) {
                i++;
            }
            int kinds = kinds(text, start, i);
            if (kinds != 0) {
                around(text, start, i, kinds, done, found);
            }
        }
    }

    private static int kinds(String text, int start, int end) {
        int length = end - start;
        if (length == 1) {
            boolean abbreviated = start >= 2 && (text.charAt(start - 1) == '.' || text.charAt(start - 1) == '/') && Character.isLetter(text.charAt(start - 2));
            return abbreviated && LAST_LETTERS.contains(text.charAt(start)) ? FORM : 0;
        }
        return length > 20 ? 0 : KINDS.getOrDefault(Tokens.hash(text, start, end), 0);
    }

    private static void around(String text, int start, int end, int kinds, int[] done, List<Candidate> found) {
        int from = Math.max(0, start - BACK);
        int to = Math.min(text.length(), end + AHEAD);
        if ((kinds & JOB_WORD) != 0) {
            done[0] = within(JOB, text, Math.max(done[0], from), Math.min(text.length(), end + 1), FindingType.TITLE, "occupation", 0.6, done[0], found);
        }
        if ((kinds & LABEL) != 0) {
            done[1] = within(JOB, text, Math.max(done[1], end), to, FindingType.TITLE, "occupation", 0.6, done[1], found);
        }
        if ((kinds & FORM) != 0) {
            done[2] = within(INCORPORATED, text, Math.max(done[2], from), Math.min(text.length(), end + 1), FindingType.ORGANIZATION, "company-form", 0.8, done[2], found);
        }
        if ((kinds & PREMISE) != 0) {
            done[3] = within(OFFICE, text, Math.max(done[3], from), end, FindingType.ORGANIZATION, "office", 0.6, done[3], found);
        }
        if ((kinds & EMPLOYER) != 0) {
            done[4] = within(EMPLOYED, text, Math.max(done[4], end), to, FindingType.ORGANIZATION, "employer", 0.7, done[4], found);
        }
        if ((kinds & ADDRESS) != 0) {
            done[5] = within(HONORIFIC, text, Math.max(done[5], start), Math.min(text.length(), end + 2), FindingType.TITLE, "honorific", 0.8, done[5], found);
        }
    }

    private static int within(Pattern pattern, String text, int from, int to, FindingType type, String rule, double score, int done, List<Candidate> found) {
        if (from >= to) {
            return done;
        }
        Matcher m = pattern.matcher(text).region(from, to).useTransparentBounds(true).useAnchoringBounds(false);
        int last = done;
        while (m.find()) {
            found.add(new Candidate(Escapes.afterEscape(text, m.start()), m.end(), type, rule, score));
            last = m.end();
        }
        return last;
    }
}
