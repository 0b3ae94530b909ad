package dev.downshift.engine.privacy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names behind a greeting or thanks ("Hi Bob,") and below the end of a letter, whether or not a list holds them. */
final class Salutations {

    private static final String GREETING = "(?i:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|liebe[r]?|guten (?:tag|morgen|abend)|moin|servus|bonjour|bonsoir|salut|ch(?:er|ère)|hola|buenos días|buenas tardes"
            + "|estimad[oa]|querid[oa]|ciao|car[oa]|gentile|buongiorno|buonasera|olá|oi|bom dia|boa tarde|prezad[oa]|caríssim[oa]|beste|hoi|goede(?:morgen|middag)|geachte|many thanks|thanks|thank you|danke|merci|gracias|grazie|obrigad[oa]|bedankt|dank je)";
    private static final String CLOSING = "(?i:(?:many )?thanks(?: again)?|thank you|thx|cheers|best|all the best|(?:(?:kind|best|warm) )?regards|(?:best|warm) wishes|warmly|love|sincerely|yours(?: truly| sincerely| faithfully)?|take care"
            + "|(?:(?:viele|liebe|beste|herzliche) )?grüße|mit freundlichen grüßen|gruß|lg|vg|mfg|danke|merci|cordialement|bien à vous|amicalement|bises|gracias|(?:un )?saludos?|atentamente|un abrazo"
            + "|grazie|(?:cordiali )?saluti|a presto|obrigad[oa]|atenciosamente|abraços?|cumprimentos|(?:met vriendelijke )?groet(?:en|jes)?|bedankt|mvg)";
    private static final String NAME = "(\\p{L}[\\p{L}\\p{M}'’-]{1,24}(?: \\p{Lu}[\\p{L}\\p{M}'’-]{1,24}){0,2})";
    private static final String START = "(?m)(?:^[ \\t>*\"'“-]{0,8}|(?<=[.!?:\"“] ))";
    private static final Pattern GREETED = Pattern.compile(START + GREETING + ",?[ ]" + NAME + "(?=[,!.:;?\"”]|[ ]?$| [–—-] )");
    private static final Pattern SIGNED = Pattern.compile(START + CLOSING + "[,!.]{0,2}[ \\t]{0,3}\\r?\\n\\r?\\n?[ \\t]{0,8}[–—-]?[ ]?" + NAME + "[ \\t.]{0,3}$");
    private static final int NAMES = Gazetteer.FIRST_NAME | Gazetteer.LAST_NAME;
    private static final int PLACES = Gazetteer.BIG_CITY | Gazetteer.CITY | Gazetteer.COUNTRY;

    private Salutations() {}

    static void find(String text, List<Candidate> found) {
        for (Pattern pattern : List.of(GREETED, SIGNED)) {
            for (Matcher m = pattern.matcher(text); m.find();) {
                double score = score(text, m.start(1), m.end(1));
                if (score > 0) {
                    found.add(new Candidate(m.start(1), m.end(1), FindingType.PERSON, "name-greeting", score));
                }
            }
        }
    }

    private static double score(String text, int start, int end) {
        String[] words = text.substring(start, end).split(" ", -1);
        String first = words[0];
        if (Arrays.stream(words).anyMatch(word -> NameLists.isNoName(word) || Word.isTitle(word) || Word.isOrganization(word))) {
            return 0;
        }
        int flags = Gazetteer.flags(first);
        if (!Character.isUpperCase(first.charAt(0))) {
            return words.length == 1 && NameLists.isFirst(first) ? 0.75 : 0;
        }
        boolean known = NameLists.isFirst(first) || (flags & Gazetteer.FIRST_NAME) != 0;
        boolean shouted = first.equals(first.toUpperCase(Locale.ROOT));
        boolean word = (flags & Gazetteer.COMMON_WORD) != 0 && (flags & NAMES) == 0;
        boolean place = words.length == 1 && (flags & PLACES) != 0 && (flags & NAMES) == 0;
        boolean unlikely = !known && (shouted || word || place);
        return unlikely || PersonVeto.vetoes(text, start, end) ? 0 : 0.85;
    }
}
