package dev.downshift.engine.privacy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates, ages, nationalities and URLs, which tell who somebody is together with other things. */
final class IndirectDetector implements Detector {

    private static final String MONTH = "(?:Jan(?:uary|uar)?|Feb(?:ruary|ruar)?|Mar(?:ch)?|März|Apr(?:il)?|May|Mai|June?|Juni|July?|Juli|Aug(?:ust)?|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cz](?:ember)?"
            + "|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
            + "|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|januari|februari|maart|mei|augustus|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro)";
    private static final String WEEKDAY = "(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?=,[ ]\\d))";
    private static final String TIME = "(?:[T ,]{1,2}\\d{1,2}:\\d\\d(?::\\d\\d(?:\\.\\d{1,6})?)?(?:Z|[+-]\\d\\d:?\\d\\d|[ ]?[AaPp]\\.?[Mm]\\b\\.?)?)?";
    private static final Pattern DATE = Pattern.compile("(?<![\\p{Alnum}/.-])(?:(?:1[6-9]|20)\\d\\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\\d|3[01])" + TIME
            + "|(?:0?[1-9]|[12]\\d|3[01])[-/.](?:0?[1-9]|[12]\\d|3[01])[-/.](?:(?:1[6-9]|20)\\d\\d|\\d\\d)" + TIME
            + "|(?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th|\\.)?[ -](?:of |de )?" + MONTH + "\\.?,?(?:[ -](?:de )?(?:1[6-9]|20)\\d\\d)?" + TIME
            + "|" + MONTH + "\\.?[ ](?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?(?:,?[ ](?:1[6-9]|20)\\d\\d)?" + TIME
            + "|" + MONTH + ",?[ ](?:1[6-9]|20)\\d\\d"
            + "|(?:0[1-9]|1[0-2])/(?:20)?[1-4]\\d"
            + "|" + WEEKDAY + ",?(?:[ ](?:the[ ])?(?:(?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th|\\.)?[ ](?:of[ ])?" + MONTH + "|" + MONTH + "[ ](?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?)(?:,?[ ](?:1[6-9]|20)\\d\\d)?)?" + TIME
            + "|(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?(?:[ ]?[AaPp]\\.?[Mm]\\b)?)(?![\\p{Alnum}]|[/.-]\\d)");
    private static final Pattern YEAR = Pattern.compile("(?i)(?<=\\b(?:in|since|until|before|after|by|of|from|circa|year|summer|winter|spring|fall|autumn|born|im jahr|en|nel|em|seit|depuis|desde|dal)[ ])(?:1[6-9]|20)\\d\\d(?:s|(?=[^\\p{Alnum}.,-]|[.,-](?!\\d)|$))");
    private static final Pattern DAY = Pattern.compile("\\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\\b");
    private static final int BEFORE = 24;
    private static final int AFTER = 32;
    private static final int WINDOW = 2_000;
    private static final Pattern BARE_YEAR = Pattern.compile("(?<![\\p{Alnum}$€£#_.,/:+=-])(?:19[0-9]\\d|20[0-4]\\d)(?:s\\b)?(?![\\p{Alnum}_%]|[.,:/+-]\\d)");
    private static final Pattern AGE = Pattern.compile("(?i)(?:(?<=\\bturned |\\bturning |\\bturns |\\baged |\\bage |\\bage: |\\bage of )\\d{1,3}|(?<=\\bwas |\\bis |\\bam |i'm |he's |she's |\\bwere |\\bare )\\d{1,3}(?=[.!?]?(?:\\s*$|[.!?]\\s|,)|\\s+(?:and|but|now|when))"
            + "|\\b\\d{1,3}(?=[ -]years?[ -](?:old|of age)|[ -]year-olds?|[ ]?y/?o\\b|[ ]jahre[ ]alt|[ ]ans\\b|[ ]años\\b|[ ]anni\\b|[ ]jaar oud|[ ]anos\\b|[ -]months?[ -]old))(?![\\p{Alnum}%]|[.,:/]\\d)");
    private static final Set<String> NATIONALITIES = Set.of(("afghan albanian algerian american andorran angolan argentine argentinian armenian australian austrian azerbaijani bahamian bahraini bangladeshi barbadian belarusian belgian belizean bolivian bosnian botswanan brazilian british bulgarian burmese"
            + " cambodian cameroonian canadian chadian chilean chinese colombian congolese croatian cuban cypriot czech danish dane dominican dutch ecuadorian egyptian emirati english eritrean estonian ethiopian european fijian filipino finnish finn french gambian georgian german ghanaian greek grenadian guatemalan guinean guyanese haitian honduran hungarian"
            + " icelandic icelander indian indonesian iranian iraqi irish israeli italian ivorian jamaican japanese jordanian kazakh kenyan korean kuwaiti kurdish laotian latvian lebanese liberian libyan lithuanian luxembourgish macedonian malagasy malawian malaysian maldivian malian maltese mauritian mexican moldovan mongolian montenegrin moroccan mozambican namibian nepalese nepali"
            + " nicaraguan nigerian norwegian omani pakistani palestinian panamanian paraguayan persian peruvian polish portuguese qatari romanian russian rwandan salvadoran saudi scottish senegalese serbian singaporean slovak slovakian slovenian somali spanish spaniard sudanese surinamese swede swedish swiss syrian taiwanese tajik tanzanian thai tibetan togolese tunisian turkish turkmen ugandan ukrainian uruguayan uzbek venezuelan vietnamese welsh yemeni zambian zimbabwean"
            + " christian catholic protestant orthodox jewish jew muslim islamic hindu buddhist sikh mormon atheist lutheran baptist methodist sunni shia shiite greenlander asian african hispanic latino latina caucasian arab arabic").split(" ", -1));
    private static final Pattern CAPITALIZED = Pattern.compile("(?<![\\p{L}\\p{N}_.@/-])\\p{Lu}\\p{Ll}{2,13}(?![\\p{L}\\p{N}_@/])");
    private static final Pattern LINK = Pattern.compile("(?i)(?<![\\p{Alnum}@])(?:https?://|ftp://|www\\.)[\\p{L}\\p{N}][^\\s\"'<>()\\[\\]{}|\\\\^`]{2,400}");
    private static final Pattern DOMAIN = Pattern.compile("(?i)(?<![\\p{Alnum}@./_-])(?:[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?\\.){1,3}(?:com|org|net|edu|gov|info|biz|io|co\\.uk|org\\.uk|ac\\.uk|de|fr|es|it|nl|pt|at|ch|be|se|no|dk|fi|pl|cz|hu|ro|ru|ie|eu|us|ca|com\\.au|com\\.br|jp|cn|in)(?![\\p{Alnum}@(]|\\.[\\p{Alnum}]|-[\\p{Alnum}])");


    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        if (scanned.digits() > 0) {
            numbers(scanned, found);
        }
        if (text.contains("day") || text.contains("Day")) {
            add(DAY, text, FindingType.DATE_TIME, "weekday", 0.7, found);
        }
        if (scanned.upper()) {
            for (Matcher m = CAPITALIZED.matcher(text); m.find();) {
                String word = m.group().toLowerCase(Locale.ROOT);
                if (NATIONALITIES.contains(word) || (word.endsWith("s") && NATIONALITIES.contains(word.substring(0, word.length() - 1)))) {
                    found.add(new Candidate(m.start(), m.end(), FindingType.NATIONALITY, "nationality", 0.8));
                }
            }
        }
        if (text.indexOf('.') >= 0) {
            for (Matcher m = LINK.matcher(text); m.find();) {
                int end = m.end();
                while (end > m.start() && ".,;:!?*".indexOf(text.charAt(end - 1)) >= 0) {
                    end--;
                }
                found.add(new Candidate(m.start(), end, FindingType.URL, "url", 0.9));
            }
            add(DOMAIN, text, FindingType.URL, "domain", 0.7, found);
        }
    }

    /** Looks for dates and ages around each row of digits. */
    private static void numbers(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        int done = 0;
        for (int run = 0; run < scanned.runs(); run++) {
            int from = Math.max(done, scanned.runStart(run) - BEFORE);
            int to = Math.min(text.length(), scanned.runEnd(run) + AFTER);
            while (run + 1 < scanned.runs() && scanned.runStart(run + 1) - BEFORE <= to && to - from < WINDOW) {
                run++;
                to = Math.min(text.length(), scanned.runEnd(run) + AFTER);
            }
            within(DATE, text, from, to, FindingType.DATE_TIME, "date", 0.8, found);
            within(YEAR, text, from, to, FindingType.DATE_TIME, "year", 0.6, found);
            within(BARE_YEAR, text, from, to, FindingType.DATE_TIME, "bare-year", 0.4, found);
            within(AGE, text, from, to, FindingType.AGE, "age", 0.7, found);
            done = run + 1 < scanned.runs() ? Math.min(to, scanned.runStart(run + 1)) : to;
        }
    }

    private static void within(Pattern pattern, String text, int from, int to, FindingType type, String rule, double score, List<Candidate> found) {
        Matcher m = pattern.matcher(text).region(from, to).useTransparentBounds(true).useAnchoringBounds(false);
        while (m.find()) {
            found.add(new Candidate(Escapes.afterEscape(text, m.start()), m.end(), type, rule, score));
        }
    }

    private static void add(Pattern pattern, String text, FindingType type, String rule, double score, List<Candidate> found) {
        for (Matcher m = pattern.matcher(text); m.find();) {
            found.add(new Candidate(Escapes.afterEscape(text, m.start()), m.end(), type, rule, score));
        }
    }
}
