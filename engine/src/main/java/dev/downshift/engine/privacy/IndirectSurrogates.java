package dev.downshift.engine.privacy;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands for dates, ages and links: dates keep their year as HIPAA's Safe Harbor allows, ages their decade. */
final class IndirectSurrogates {

    private static final Pattern TIME = Pattern.compile("\\d{1,2}:\\d\\d(?::\\d\\d)?(?:\\.\\d+)?");
    private static final Pattern YEAR = Pattern.compile("\\d{4}s?");
    private static final Pattern WEEKDAY = Pattern.compile("\\b(?:Tues|Wednes|Thurs|Fri|Satur|Sun|Tue|Wed|Thu|Sat)(?=day\\b|,)");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern OUR_LINK = Pattern.compile("(?:[a-zA-Z]+://)?(\\p{L}+)\\.example\\.com(?:/[0-9a-f]{6})?");

    private final Keyed keyed;
    private final InventedNames names;

    IndirectSurrogates(Keyed keyed, InventedNames names) {
        this.keyed = keyed;
        this.names = names;
    }

    /** The same form, on the first of January of the year, at midnight; a year alone becomes its decade, a weekday Monday. */
    static String date(String value) {
        if (YEAR.matcher(value).matches()) {
            return value.substring(0, 3) + "0" + value.substring(4);
        }
        return onTheFirst(WEEKDAY.matcher(value).replaceAll("Mon"));
    }

    private static String onTheFirst(String value) {
        String midnight = TIME.matcher(value).replaceAll(time -> time.group().replaceAll("\\d", "0"));
        Matcher number = NUMBER.matcher(midnight);
        StringBuilder result = new StringBuilder(value.length());
        int seen = 0;
        while (number.find()) {
            boolean zero = number.group().chars().allMatch(c -> c == '0');
            boolean year = number.group().length() == 4 || seen == 2;
            String made = zero || year ? number.group() : number.group().length() == 2 ? "01" : "1";
            number.appendReplacement(result, made);
            seen++;
        }
        return number.appendTail(result).toString();
    }

    /** The first year of the decade, and 90 for all who are older. */
    static String age(String value) {
        int years = Math.min(90, Integer.parseInt(value));
        return years < 10 ? value : String.valueOf(years / 10 * 10);
    }

    /** A link to an example domain; null if it is one. */
    @Nullable String link(String value) {
        Matcher ours = OUR_LINK.matcher(value);
        if (ours.matches() && InventedNames.isInvented(ours.group(1))) {
            return null;
        }
        int scheme = value.indexOf("://");
        String head = scheme < 0 ? "" : value.substring(0, scheme + 3);
        String rest = value.substring(head.length());
        int slash = rest.indexOf('/');
        String host = slash < 0 ? rest : rest.substring(0, slash);
        String made = head + names.surrogate(host.toLowerCase(Locale.ROOT)) + ".example.com";
        boolean path = slash >= 0 && slash < rest.length() - 1;
        return path ? made + "/" + String.format("%06x", keyed.choices("path", rest.substring(slash)).below(1 << 24)) : made;
    }
}
