package dev.downshift.engine.privacy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IP addresses in dotted decimal and RFC 4291 form, and user and password in a URL (RFC 3986, section 3.2.1). */
final class NetworkDetector implements Detector {

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern V4 =
            Pattern.compile("(?<![\\p{Alnum}.-])" + OCTET + "(?:\\." + OCTET + "){3}(?![\\p{Alnum}]|\\.\\d|-\\d)");
    private static final Pattern V6 = Pattern.compile("(?<![\\p{Alnum}:.])(?=[0-9A-Fa-f:]{3,39}(?![0-9A-Fa-f:]))[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,8}+(?![\\p{Alnum}:])");
    private static final Pattern CREDENTIALS =
            Pattern.compile("([^\\s:/@\"'<>?#\\\\]{1,100}+):([^\\s/@\"'<>?#\\\\]{1,200}+)(?=@[\\p{Alnum}\\[])");

    private static final int LONGEST_CREDENTIALS = 302;
    private static final int LONGEST_V6 = 48;

    @Override
    public void detect(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        if (scanned.digits() >= 4) {
            v4(scanned, found);
        }
        if (scanned.colon() && text.indexOf(':') != text.lastIndexOf(':')) {
            v6(text, found);
        }
        if (scanned.at() && text.contains("://")) {
            credentials(text, found);
        }
    }

    private static void credentials(String text, List<Candidate> found) {
        Matcher m = CREDENTIALS.matcher(text).useTransparentBounds(true);
        for (int scheme = text.indexOf("://"); scheme >= 0; scheme = text.indexOf("://", scheme + 3)) {
            int start = scheme + 3;
            boolean named = scheme > 1 && Character.isLetterOrDigit(text.charAt(scheme - 1)) && Character.isLetterOrDigit(text.charAt(scheme - 2));
            if (named && m.region(start, Math.min(text.length(), start + LONGEST_CREDENTIALS)).lookingAt()) {
                found.add(new Candidate(start, m.end(), FindingType.URL_CREDENTIALS, "url-credentials", 0.99));
            }
        }
    }

    private static void v4(Scanned scanned, List<Candidate> found) {
        String text = scanned.text();
        Matcher m = V4.matcher(text).useTransparentBounds(true);
        for (int run = 0; run + 3 < scanned.runs(); run++) {
            int start = scanned.runStart(run);
            boolean dotted = scanned.runEnd(run) - start <= 3 && text.charAt(scanned.runEnd(run)) == '.' && scanned.runStart(run + 3) - start <= 12;
            if (dotted && m.region(start, Math.min(text.length(), start + 15)).lookingAt()) {
                String address = m.group();
                boolean nobody = address.startsWith("127.") || address.startsWith("0.") || address.startsWith("255.255.");
                String before = scanned.before(start, 12);
                if (!nobody && !before.endsWith("v") && !before.contains("version") && !before.contains("section")) {
                    found.add(new Candidate(start, m.end(), FindingType.IP_ADDRESS, "ipv4", 0.9));
                }
            }
        }
    }

    private static void v6(String text, List<Candidate> found) {
        Matcher m = V6.matcher(text).useTransparentBounds(true);
        int done = 0;
        for (int colon = text.indexOf(':'); colon >= 0 && colon + 1 < text.length(); colon = text.indexOf(':', colon + 1)) {
            char next = text.charAt(colon + 1);
            if (colon < done || !(isHex(next) || next == ':')) {
                continue;
            }
            int start = colon;
            while (start > done && colon - start < 4 && isHex(text.charAt(start - 1))) {
                start--;
            }
            if (m.region(start, Math.min(text.length(), start + LONGEST_V6)).lookingAt() && isV6(m.group())) {
                found.add(new Candidate(start, m.end(), FindingType.IP_ADDRESS, "ipv6", 0.9));
            }
            int end = colon;
            while (end < text.length() && (isHex(text.charAt(end)) || text.charAt(end) == ':')) {
                end++;
            }
            done = end;
        }
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isV6(String address) {
        int doubled = address.indexOf("::");
        if (doubled >= 0 && address.indexOf("::", doubled + 1) >= 0) {
            return false;
        }
        boolean ends = (address.startsWith(":") && !address.startsWith("::")) || (address.endsWith(":") && !address.endsWith("::"));
        long groups = address.chars().filter(c -> c == ':').count() + 1;
        long digits = address.chars().filter(c -> c != ':').count();
        return !ends && (doubled >= 0 ? groups <= 8 && groups >= 4 && digits >= 5 : groups == 8);
    }
}
