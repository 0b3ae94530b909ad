package dev.downshift.web.signin;

import dev.downshift.core.tenancy.Onboarding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * An installation that has nobody yet: whoever can read its log, or has set {@code downshift.setup-code}, may found the first
 * organization. So a stranger who comes first by chance gets nothing.
 */
@Component
class FirstRun {

    private static final Logger LOG = LoggerFactory.getLogger(FirstRun.class);
    private static final String LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private static final int CODE_LENGTH = 12;

    private final Onboarding onboarding;
    private final String code;
    private final boolean given;

    FirstRun(Onboarding onboarding, @Value("${downshift.setup-code:}") String code) {
        this.onboarding = onboarding;
        this.given = !code.isBlank();
        this.code = given ? code : random();
    }

    boolean isNow() {
        return onboarding.nobodyYet();
    }

    boolean accepts(String entered) {
        return MessageDigest.isEqual(bytes(entered), bytes(code));
    }

    @EventListener(ApplicationReadyEvent.class)
    void announce(ApplicationReadyEvent ready) {
        if (isNow()) {
            LOG.info("Nobody can sign in yet. Open http://localhost:{}/welcome and found the first organization with {}.",
                    ready.getApplicationContext().getEnvironment().getProperty("local.server.port", "8080"),
                    given ? "the setup code of this installation" : "the setup code " + code);
        }
    }

    private static byte[] bytes(String text) {
        return text.strip().toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }

    private static String random() {
        var random = new SecureRandom();
        var text = new StringBuilder();
        for (var at = 0; at < CODE_LENGTH; at++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
