package dev.downshift.engine.privacy;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates of birth: a date behind a word for birth, or under a key for it. */
final class BirthDetector implements Detector {

    static final List<String> CUES = List.of("born", "birth", "dob", "d.o.b", "birthday", "geboren", "geburtsdatum", "geb.", "née le", "né le", "naissance", "nacido", "nacida", "nacimiento", "nato il", "nata il", "nascita",
            "geboortedatum", "nascido", "nascida", "nascimento");

    private static final String MONTH = "\\p{L}{3,10}\\.?";
    private static final Pattern DATE = Pattern.compile("(?:19|20)\\d\\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\\d|3[01])(?!\\d)|(?:0?[1-9]|[12]\\d|3[01])[-/. ]{1,2}(?:0?[1-9]|[12]\\d|3[01])[-/. ]{1,2}(?:(?:19|20)\\d\\d|\\d\\d)(?!\\d)"
            + "|(?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th|\\.|er)?[ ](?:of |de |of the )?" + MONTH + ",?[ ](?:de )?(?:19|20)\\d\\d(?!\\d)|" + MONTH + "[ ](?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?,?[ ](?:19|20)\\d\\d(?!\\d)|(?:19|20)(?:0[0-9]|[1-9]\\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?!\\d)");
    private static final Set<String> KEYS = Set.of("dob", "date_of_birth", "birth_date", "birthdate", "birthday", "born", "geburtsdatum", "date_de_naissance", "fecha_de_nacimiento", "data_di_nascita", "geboortedatum", "data_de_nascimento");
    private static final int FARTHEST = 40;

    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        if (scanned.digits() < 4) {
            return;
        }
        if (scanned.keyIsOneOf(KEYS) && DATE.matcher(text).matches()) {
            found.add(new Candidate(0, text.length(), FindingType.DATE_OF_BIRTH, "birth-key", 0.95));
            return;
        }
        for (int i = 0; i < scanned.hits(); i++) {
            if (Anchors.isBirth(scanned.hitWord(i))) {
                after(text, scanned.hitEnd(i), found);
            }
        }
    }

    private static void after(String text, int from, List<Candidate> found) {
        Matcher matcher = DATE.matcher(text).region(from, Math.min(text.length(), from + FARTHEST + 30));
        if (matcher.find() && matcher.start() <= from + FARTHEST && (matcher.start() == 0 || !Character.isDigit(text.charAt(matcher.start() - 1)))
                && text.substring(from, matcher.start()).indexOf('\n') < 0 && text.substring(from, matcher.start()).indexOf('?') < 0) {
            found.add(new Candidate(Escapes.afterEscape(text, matcher.start()), matcher.end(), FindingType.DATE_OF_BIRTH, "birth-cue", 0.9));
        }
    }
}
