package dev.downshift.core.tenancy;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.Text;
import java.util.Locale;
import java.util.regex.Pattern;

/** Someone who registers. */
public record NewPerson(String email, String displayName, String password) {

    /** NIST SP 800-63B-4: length is what counts, and no rules of composition. */
    public static final int SHORTEST_PASSWORD = 10;

    private static final int LONGEST_PASSWORD = 200;
    private static final int LONGEST_EMAIL = 254;
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");

    public NewPerson {
        email = email.strip().toLowerCase(Locale.ROOT);
        displayName = displayName.strip();
        if (!isEmail(email)) {
            throw new InvalidInput("email", "This is no e-mail address.", "Write it like name@example.com.");
        }
        if (displayName.isEmpty() || displayName.length() > Text.LONGEST_NAME) {
            throw new InvalidInput("displayName", "The name is missing or too long.", "Use 1 to 200 characters.");
        }
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            throw new InvalidInput("password", "The password is too short or too long.",
                    "Use " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters; a sentence works well.");
        }
    }

    /** RFC 5321, section 4.5.3.1.3: an address in a path has at most 254 characters. */
    static boolean isEmail(String address) {
        return address.length() <= LONGEST_EMAIL && EMAIL.matcher(address).matches() && Text.isStorable(address);
    }

    @Override
    public String toString() {
        return email;
    }
}
