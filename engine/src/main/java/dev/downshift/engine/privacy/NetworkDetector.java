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
            Pattern.compile("(?<=[a-zA-Z][a-zA-Z0-9+.-]{1,15}://)([^\\s:/@\"'<>?#\\\\]{1,100}+):([^\\s/@\"'<>?#\\\\]{1,200}+)(?=@[\\p{Alnum}\\[])");

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
            for (Matcher m = CREDENTIALS.matcher(text); m.find();) {
                found.add(new Candidate(m.start(), m.end(), FindingType.URL_CREDENTIALS, "url-credentials", 0.99));
            }
        }
    }

    private static void v4(Scanned scanned, List<Candidate> found) {
        for (Matcher m = V4.matcher(scanned.text()); m.find();) {
            String address = m.group();
            boolean nobody = address.startsWith("127.") || address.startsWith("0.") || address.startsWith("255.255.");
            String before = scanned.before(m.start(), 12);
            if (!nobody && !before.endsWith("v") && !before.contains("version") && !before.contains("section")) {
                found.add(new Candidate(m.start(), m.end(), FindingType.IP_ADDRESS, "ipv4", 0.9));
            }
        }
    }

    private static void v6(String text, List<Candidate> found) {
        for (Matcher m = V6.matcher(text); m.find();) {
            if (isV6(m.group())) {
                found.add(new Candidate(m.start(), m.end(), FindingType.IP_ADDRESS, "ipv6", 0.9));
            }
        }
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
