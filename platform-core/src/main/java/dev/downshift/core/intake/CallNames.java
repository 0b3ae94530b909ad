package dev.downshift.core.intake;

import dev.downshift.engine.traces.LlmCall;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names calls: the same call has the same id in every export that names it, so overlapping exports and repeated deliveries bring it once.
 *
 * <p>An id of the provider, or of the span, that looks drawn at random names the call by itself. One that does not names it together with
 * what the prompt begins with, for some local servers number their answers or give all the same id; and a short one names nothing.
 */
final class CallNames {

    private static final int SHORTEST = 16;
    private static final int FEWEST_DIFFERENT = 6;
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9]{" + SHORTEST + ",}");

    private final ContentIds ids;
    private final UploadView upload;

    CallNames(ContentIds ids, UploadView upload) {
        this.ids = ids;
        this.upload = upload;
    }

    UUID id(LlmCall call) {
        String name = call.providerCallId();
        if (name == null || name.length() < SHORTEST) {
            return ids.ofCall(upload.id(), upload.createdAt(), call.position().record(), call.position().indexInRecord());
        }
        return looksRandom(name) ? ids.of("named call", name) : ids.of("named call", name, PromptBeginning.of(call).stream().map(message -> message + "\n").collect(Collectors.joining()));
    }

    /** The id of the call that a span recorded which names no response. */
    UUID ofSpan(String trace, String span) {
        return ids.of("named call", "span-" + trace + "-" + span);
    }

    static boolean looksRandom(@Nullable String name) {
        if (name == null) {
            return false;
        }
        Matcher form = UUID_FORM.matcher(name);
        if (form.find() && varied(form.group())) {
            return true;
        }
        return RUN.matcher(name).results().anyMatch(run -> varied(run.group()));
    }

    private static boolean varied(String run) {
        long letters = run.chars().filter(Character::isLetter).count();
        long digits = run.chars().filter(Character::isDigit).count();
        return letters >= 2 && digits >= 2 && run.chars().distinct().count() >= FEWEST_DIFFERENT;
    }
}
