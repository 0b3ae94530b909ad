package dev.downshift.core.imports;

import dev.downshift.core.network.AddressRefused;
import java.net.UnknownHostException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A source that cannot be read now. */
final class SourceProblem extends Exception {

    private final String remedy;
    private final @Nullable Instant goOnAt;

    SourceProblem(String message, String remedy) {
        this(message, remedy, null);
    }

    /** @param goOnAt when the source wants to be asked again */
    SourceProblem(String message, String remedy, @Nullable Instant goOnAt) {
        super(message);
        this.remedy = remedy;
        this.goOnAt = goOnAt;
    }

    static SourceProblem credential() {
        return new SourceProblem("The source refuses the credential.", "Look whether the key still exists and may read, and give it again.");
    }

    static SourceProblem refused(AddressRefused refused) {
        return new SourceProblem(refused.getMessage(),
                "Give a public https address. The operator can allow others with downshift.imports.allowed-addresses.");
    }

    static SourceProblem unknown(UnknownHostException unknown) {
        return new SourceProblem("The host is not known: " + unknown.getMessage() + ".", "Look for a typing error in the address.");
    }

    static SourceProblem unreachable(String why) {
        return new SourceProblem("The source cannot be reached: " + why, "The next run tries again. Where it lasts, look whether the address is right.");
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    String remedy() {
        return remedy;
    }

    @Nullable Instant goOnAt() {
        return goOnAt;
    }
}
