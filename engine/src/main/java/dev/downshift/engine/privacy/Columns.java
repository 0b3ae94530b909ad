package dev.downshift.engine.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The names of a table's columns, which say of each cell what it is as a key does of a JSON member. */
final class Columns {

    private static final int LONGEST = 40;
    private static final int MOST_WORDS = 3;
    /** Words of which one is in the name of a column that tells of people or their things. */
    private static final Set<String> TELLING = Set.of("name", "email", "mail", "phone", "mobile", "telephone", "fax", "address", "street", "city", "zip", "postcode", "postal", "ssn", "dob", "birth",
            "birthday", "birthdate", "iban", "account", "card", "passport", "license", "licence", "patient", "customer", "employee", "user", "username", "password", "token", "secret", "ip", "contact",
            "vorname", "nachname", "telefon", "adresse", "geburtsdatum", "nom", "prénom", "prenom", "nombre", "apellido", "apellidos", "cognome", "nome", "naam", "achternaam", "voornaam", "sobrenome", "id");
    /** Columns beside which a column "name" holds people's names. */
    private static final Set<String> PERSONAL = Set.of("email", "mail", "phone", "mobile", "telephone", "ssn", "dob", "birth", "birthday", "birthdate", "passport", "telefon", "geburtsdatum", "age");

    private Columns() {}

    /** Whether a cell can be the name of a column: some words, no sentence, no value. */
    static boolean isName(String cell) {
        if (cell.isEmpty() || cell.length() > LONGEST) {
            return false;
        }
        int words = 1;
        boolean letter = false;
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            letter |= Character.isLetter(c);
            words += c == ' ' ? 1 : 0;
            if (!Character.isLetterOrDigit(c) && "_-. /()#".indexOf(c) < 0) {
                return false;
            }
        }
        return letter && words <= MOST_WORDS && !Character.isDigit(cell.charAt(0));
    }

    /** Whether the first line of what may be a table names columns that tell of people or their things. */
    static boolean tell(List<String> header) {
        boolean plain = header.size() > 2 || header.stream().allMatch(cell -> cell.indexOf(' ') < 0);
        return plain && header.stream().anyMatch(cell -> has(key(cell), TELLING));
    }

    /** The keys of the columns. */
    static List<String> keys(List<String> header) {
        List<String> keys = new ArrayList<>(header.size());
        header.forEach(cell -> keys.add(key(cell)));
        if (keys.stream().anyMatch(key -> has(key, PERSONAL))) {
            keys.replaceAll(key -> key.equals("name") ? "person_name" : key);
        }
        return keys;
    }

    static String key(String cell) {
        return Scanned.normalizedKey(cell).replaceAll("_+", "_").replaceAll("^_|_$", "");
    }

    private static boolean has(String key, Set<String> words) {
        for (String word : key.split("_", -1)) {
            if (words.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
