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

    private static final Pattern HONORIFIC = Pattern.compile("(?i)\\b(?:mr|mrs|ms|miss|dr|prof|sir|madam|herr|frau|monsieur|madame|mme|señora?|signora?|doctor|professor)\\b\\.?(?=[ ]\\p{L})");
    private static final String OCCUPATION = "(?:accountant|actor|actress|actuary|adjuster|administrator|advisor|adviser|agent|aide|analyst|architect|artist|assembler|assessor|assistant|associate|astronomer|attendant|attorney|auditor|author|baker|barber|bartender|biologist|bookkeeper|brakeman|broker|builder|butcher|buyer|captain|caretaker|carpenter|cashier|chef|chemist|chiropractor|choreographer|cinematographer"
            + "|clerk|cleaner|coach|collector|commander|composer|conductor|consultant|contractor|controller|cook|coordinator|correspondent|counselor|counsellor|courier|curator|dancer|dealer|dentist|designer|detective|developer|dietitian|director|dispatcher|doctor|drafter|driver|economist|editor|educator|electrician|engineer|engraver|estimator|examiner|executive|farmer|firefighter|fisherman|florist|foreman|forester|geologist"
            + "|grader|guard|guide|hairdresser|handler|helper|historian|host|hostess|hygienist|illustrator|inspector|installer|instructor|interpreter|interviewer|investigator|janitor|jeweler|journalist|judge|laborer|lawyer|lecturer|librarian|machinist|maid|manager|mason|mathematician|mechanic|messenger|meteorologist|midwife|miner|minister|model|musician|nurse|nutritionist|officer|operator|optician|optometrist|packager|packer|painter|paralegal|paramedic|pathologist"
            + "|patrolman|pharmacist|photographer|physician|physicist|pilot|planner|plasterer|plumber|porter|presenter|president|principal|printer|processor|producer|programmer|psychiatrist|psychologist|receptionist|recruiter|repairer|repairman|reporter|representative|researcher|roofer|sailor|salesman|salesperson|scientist|seamstress|secretary|singer|soldier|solicitor|specialist|statistician|steward|stewardess|strategist|supervisor|surgeon|surveyor|tailor|teacher|technician|technologist|teller|tester|therapist|trader|trainer|translator|treasurer|tutor|typist|underwriter|upholsterer|veterinarian|videographer|waiter|waitress|washer|welder|worker|writer|zoologist)";
    private static final Pattern JOB = Pattern.compile("(?im)^[ ]*(\\p{L}[\\p{L}'’-]*(?:(?:,? and |, |[ /])\\p{L}[\\p{L}'’-]*){0,5}?[ ]" + OCCUPATION + "|" + OCCUPATION + ")[ ]*$"
            + "|(?<=, the )(\\p{L}[\\p{L}'’-]*(?:[ /]\\p{L}[\\p{L}'’-]*){0,4}?[ ]" + OCCUPATION + "|" + OCCUPATION + ")(?=,)"
            + "|(?<=\\b(?:job|works?|working|worked|occupation|profession|position)(?: title)?(?: is| as)? an? )(\\p{L}[\\p{L}'’-]*(?:[ /]\\p{L}[\\p{L}'’-]*){0,3}?[ ]" + OCCUPATION + "|" + OCCUPATION + ")\\b"
            + "|(?<=\\b(?:occupation|profession|position|job title|title): ?)(\\p{L}[\\p{L}'’ /-]{2,50})$");
    private static final Pattern EMPLOYED = Pattern.compile("(?<=\\b(?:[Ww]ork(?:s|ed|ing)? (?:for|at|with)|employed (?:by|at|with)|employees? of|job at|joined|CEO of|[Ff]ounder of|hired by|[Cc]ompany called|position at|internship at|bought from|offices? of|[Ee]mployer(?: is|:)|[Cc]ompany(?: is|:)|[Cc]ompany name(?: is|:)) (?:the )?)"
            + "(?:\\d{1,3} )?\\p{Lu}[\\p{L}\\p{N}&'’.-]*(?:(?:,? (?:and|&|of) |,? )\\p{Lu}[\\p{L}\\p{N}&'’-]*){0,5}");
    private static final Pattern INCORPORATED = Pattern.compile("(?<![\\p{L}\\p{N}])\\p{Lu}[\\p{L}\\p{N}&'’-]*(?:(?:,? (?:and|&|of) |,? )[\\p{Lu}\\d][\\p{L}\\p{N}&'’-]*){0,4},? (?:Inc|LLC|Ltd|Limited|Corp|Corporation|GmbH|AG|S\\.?A|B\\.?V|N\\.?V|Oy|AB|ApS|A/S|S\\.?r\\.?l|S\\.?p\\.?A|PLC|plc|LLP|Group|Holdings|Company|Co|Foundation|Bank|University|Institute|Agency|Partners|Associates|Services|Software|Systems|Technologies|Solutions|Insurance)\\b\\.?");
    private static final Pattern OFFICE = Pattern.compile("(?<=\\b[Tt]he )\\p{Lu}[\\p{L}\\p{N}&'’.-]*(?: \\p{Lu}[\\p{L}\\p{N}&'’.-]*){0,4}(?= (?:office|headquarters|branch|store|company|website|app|team|shareholders|employees))");

    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        if (scanned.digits() > 0) {
            add(DATE, text, FindingType.DATE_TIME, "date", 0.8, found);
            add(YEAR, text, FindingType.DATE_TIME, "year", 0.6, found);
            add(BARE_YEAR, text, FindingType.DATE_TIME, "bare-year", 0.4, found);
            add(AGE, text, FindingType.AGE, "age", 0.7, found);
        }
        add(HONORIFIC, text, FindingType.TITLE, "honorific", 0.8, found);
        add(JOB, text, FindingType.TITLE, "occupation", 0.6, found);
        if (scanned.upper()) {
            add(EMPLOYED, text, FindingType.ORGANIZATION, "employer", 0.7, found);
            add(INCORPORATED, text, FindingType.ORGANIZATION, "company-form", 0.8, found);
            add(OFFICE, text, FindingType.ORGANIZATION, "office", 0.6, found);
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

    private static void add(Pattern pattern, String text, FindingType type, String rule, double score, List<Candidate> found) {
        for (Matcher m = pattern.matcher(text); m.find();) {
            found.add(new Candidate(Escapes.afterEscape(text, m.start()), m.end(), type, rule, score));
        }
    }
}
