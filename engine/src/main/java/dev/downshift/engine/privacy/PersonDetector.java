package dev.downshift.engine.privacy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of persons, by a first, simple method: JSON keys that name a person, words before a name ("my name is", "Dear",
 * "Mrs."), and lists of first and last names. A name found once in a text is then found everywhere in it.
 */
final class PersonDetector implements Detector {

    private static final Set<String> NAME_KEYS = Set.of("first_name", "last_name", "firstname", "lastname", "full_name", "fullname", "surname", "given_name",
            "family_name", "middle_name", "maiden_name", "customer_name", "customer", "client_name", "contact_name", "contact", "recipient", "recipient_name", "sender_name", "passenger",
            "passenger_name", "patient", "patient_name", "employee_name", "cardholder", "cardholder_name", "card_holder", "account_holder", "guest_name",
            "person", "person_name", "display_name", "author_name", "owner_name", "user_full_name", "buyer_name", "signed_by", "shipping_name", "billing_name", "name_on_card",
            "traveler_name", "traveller_name", "member_name", "student_name", "applicant_name", "holder_name", "vorname", "nachname", "kundenname", "ansprechpartner",
            "prénom", "prenom", "nom_de_famille", "nombre_completo", "apellido", "apellidos", "cognome", "voornaam", "achternaam", "sobrenome");
    private static final Set<String> LIKELY_KEYS = Set.of("name", "user", "author", "owner", "assignee", "reporter", "from", "to", "cc", "attendee", "attendees", "manager", "doctor", "username", "user_name", "by");
    private static final Pattern PLAIN_NAME = Pattern.compile("[\\p{L}][\\p{L}\\p{M}'’.-]{0,30}(?:,? [\\p{L}][\\p{L}\\p{M}'’.-]{0,30}){0,4}");

    /** Whether what stands under a key is the name of a person. */
    static boolean isNameKey(String key) {
        return NAME_KEYS.contains(key);
    }

    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        if (scanned.schema() || text.length() < 2) {
            return;
        }
        if (keyed(scanned, found)) {
            return;
        }
        Salutations.find(text, found);
        if (!scanned.upper()) {
            return;
        }
        List<Word> words = Word.capitalized(text);
        List<Candidate> names = new ArrayList<>();
        for (int i = 0; i < words.size();) {
            int end = Word.endOfRun(text, words, i);
            run(text, words.subList(i, end), names);
            i = end;
        }
        found.addAll(names);
        Set<String> known = new HashSet<>();
        names.stream().filter(name -> name.score() >= 0.75).forEach(name -> known.add(text.substring(name.start(), name.end())));
        PersonRepetition.find(text, known, found);
    }

    private static boolean keyed(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        boolean sure = scanned.keyIsOneOf(NAME_KEYS);
        if (text.length() > 80 || (!sure && !scanned.keyIsOneOf(LIKELY_KEYS)) || !PLAIN_NAME.matcher(text).matches()) {
            return false;
        }
        String[] words = text.split("[ ,]+", -1);
        boolean lastFirst = words.length > 1 && NameLists.isFirst(words[1]) && text.contains(", ");
        boolean known = lastFirst || (NameLists.isFirst(words[0]) && !NameLists.isNoName(words[0]));
        boolean none = NameLists.isNoName(words[0]) || NameLists.isNoName(words[words.length - 1]);
        boolean likely = known && !none && (words.length > 1 || !NameLists.isAmbiguous(words[0]));
        if (likely || (sure && (known || !none))) {
            found.add(new Candidate(0, text.length(), FindingType.PERSON, "name-key", sure ? 0.97 : 0.8));
            return true;
        }
        return false;
    }

    /** Looks for one name in a row of capitalised words. */
    private static void run(String text, List<Word> run, List<Candidate> names) {
        int start = run.getFirst().start();
        boolean strong = NameCues.strong(text, start);
        boolean weak = !strong && NameCues.weak(text, start);
        for (int i = 0; i < run.size(); i++) {
            if (i > 0 && Word.isTitle(run.get(i - 1).text())) {
                strong = true;
                weak = false;
            }
            int length = length(run, i);
            if (length == 0) {
                strong &= Word.isTitle(run.get(i).text());
                weak = false;
                continue;
            }
            double score = score(run.subList(i, i + length), strong, weak);
            if (score > 0 && !PersonVeto.vetoes(text, run.get(i).start(), run.get(i + length - 1).end())) {
                String rule = strong || weak ? "name-cue" : "name-list";
                names.add(new Candidate(run.get(i).start(), run.get(i + length - 1).end(), FindingType.PERSON, rule, score));
                i += length - 1;
            }
            strong = false;
            weak = false;
        }
    }

    /** How many words from {@code from} can be one name: up to four, none of them a word that names never have, and none before "Park" or "College". */
    private static int length(List<Word> run, int from) {
        int length = 0;
        while (from + length < run.size() && length < 4) {
            String word = run.get(from + length).text();
            boolean given = length == 0 && NameLists.isFirst(word);
            if (NameLists.isNoName(word) && !(given && from + 1 < run.size() && NameLists.isLast(run.get(from + 1).text()))) {
                break;
            }
            length++;
        }
        boolean organization = from + length < run.size() && Word.isOrganization(run.get(from + length).text());
        return organization ? 0 : length;
    }

    private static double score(List<Word> name, boolean strong, boolean weak) {
        String first = name.getFirst().text();
        String last = name.getLast().text();
        boolean invented = name.stream().allMatch(word -> InventedNames.isInvented(word.text()));
        boolean given = NameLists.isFirst(first);
        boolean ambiguous = NameLists.isAmbiguous(first);
        if (invented) {
            return 0.9;
        }
        if (name.size() == 1) {
            boolean brief = first.length() < 3 || first.equals(first.toUpperCase(Locale.ROOT));
            if (strong) {
                return first.length() > 1 ? 0.9 : 0;
            }
            if (weak) {
                return given && !ambiguous ? 0.85 : given && !brief ? 0.6 : 0;
            }
            return given && !ambiguous && !brief ? 0.6 : 0;
        }
        boolean family = NameLists.isLast(last) || NameLists.isLast(name.get(1).text());
        if (strong) {
            return 0.95;
        }
        if (given && family) {
            return ambiguous && !weak ? 0.8 : 0.95;
        }
        if (given && (weak || !ambiguous)) {
            return 0.75;
        }
        if (weak && family) {
            return 0.7;
        }
        return family && name.size() <= 3 && (NameLists.isLast(last) || Word.isInitial(name.get(1).text())) ? 0.55 : 0;
    }
}
