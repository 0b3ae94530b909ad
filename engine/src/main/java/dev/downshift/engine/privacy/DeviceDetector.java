package dev.downshift.engine.privacy;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of network cards (IEEE 802, EUI-48 and EUI-64) and coordinates exact to a street (ISO 6709, four decimals and more). */
final class DeviceDetector implements Detector {

    private static final Pattern MAC = Pattern.compile("(?:[0-9A-Fa-f]{2}([:-]))(?:[0-9A-Fa-f]{2}\\1){4}(?:[0-9A-Fa-f]{2}(?:\\1[0-9A-Fa-f]{2}\\1[0-9A-Fa-f]{2})?)(?![:-]?[0-9A-Fa-f])|[0-9A-Fa-f]{4}\\.[0-9A-Fa-f]{4}\\.[0-9A-Fa-f]{4}(?![.0-9A-Fa-f])");
    private static final Pattern PAIR = Pattern.compile("(?<![\\d.])[-+]?(?:[0-8]?\\d|90)\\.\\d{4,15}°?[ ]?[NS]?[ ]?[,; ][ ]?[-+]?(?:1[0-7]\\d|[0-9]?\\d|180)\\.\\d{4,15}(?!\\d)(?:°?[ ]?[EWO]\\b)?");
    private static final Pattern DEGREES = Pattern.compile("\\d{1,3}°[ ]?\\d{1,2}['′’][ ]?\\d{1,2}(?:[.,]\\d{1,4})?[\"″”]?[ ]?[NSEWO](?:[, ]{1,2}\\d{1,3}°[ ]?\\d{1,2}['′’][ ]?\\d{1,2}(?:[.,]\\d{1,4})?[\"″”]?[ ]?[NSEWO])?");
    private static final Set<String> KEYS = Set.of("lat", "lon", "lng", "latitude", "longitude", "coordinates", "geo", "location", "position");
    private static final Pattern ONE = Pattern.compile("[-+]?\\d{1,3}\\.\\d{4,15}");

    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        if (scanned.digits() < 4) {
            return;
        }
        Matcher mac = MAC.matcher(text).useTransparentBounds(true);
        for (int run = 0; run < scanned.runs(); run++) {
            int end = scanned.runEnd(run);
            int start = scanned.runStart(run);
            boolean separated = end < text.length() && (text.charAt(end) == ':' || text.charAt(end) == '-' || isHex(text.charAt(end)));
            if (separated) {
                mac(text, mac, Math.max(0, start - 14), start, found);
            }
            if (end - start <= 3 && end + 5 < text.length() && text.charAt(end) == '.' && run + 1 < scanned.runs() && scanned.runEnd(run + 1) - scanned.runStart(run + 1) >= 4) {
                int sign = start > 0 && (text.charAt(start - 1) == '-' || text.charAt(start - 1) == '+') ? start - 1 : start;
                Matcher pair = PAIR.matcher(text).region(sign, text.length()).useTransparentBounds(true);
                if (pair.lookingAt()) {
                    found.add(new Candidate(sign, pair.end(), FindingType.COORDINATES, "coordinates", 0.85));
                }
            }
        }
        if (text.indexOf('°') >= 0) {
            for (Matcher m = DEGREES.matcher(text); m.find();) {
                found.add(new Candidate(m.start(), m.end(), FindingType.COORDINATES, "coordinates-degrees", 0.9));
            }
        }
        if (scanned.keyIsOneOf(KEYS) && ONE.matcher(text).matches()) {
            found.add(new Candidate(0, text.length(), FindingType.COORDINATES, "coordinate-key", 0.8));
        }
    }

    private static boolean isHex(char c) {
        return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** A MAC address has a digit nearly always; it begins at most two characters or some letter pairs before it. */
    private static void mac(String text, Matcher mac, int from, int digit, List<Candidate> found) {
        int start = digit;
        while (start > from && (isHex(text.charAt(start - 1)) || ((text.charAt(start - 1) == ':' || text.charAt(start - 1) == '-') && start - 2 >= from && isHex(text.charAt(start - 2))))) {
            start--;
        }
        boolean begins = start == 0 || !(Character.isLetterOrDigit(text.charAt(start - 1)) || text.charAt(start - 1) == ':' || text.charAt(start - 1) == '-' || text.charAt(start - 1) == '.');
        if (begins && mac.region(start, text.length()).lookingAt()) {
            found.add(new Candidate(start, mac.end(), FindingType.MAC_ADDRESS, "mac", 0.9));
        }
    }
}
