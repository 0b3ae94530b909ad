package dev.downshift.core.imports;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.Text;

/**
 * What a source is opened with; it is never shown.
 *
 * @param id the access key of a bucket, the public key of Langfuse; empty for LangSmith
 * @param secret the secret key, or LangSmith's API key
 */
public record Credential(String id, String secret) {

    private static final int LONGEST = 4000;

    public Credential {
        id = Text.limited("credentialId", id, LONGEST);
        secret = Text.limited("credentialSecret", secret, LONGEST);
        if (!(id + secret).chars().allMatch(character -> character > 0x20 && character < 0x7f)) {
            throw new InvalidInput("credentialSecret", "The credential holds characters that no key has.", "Copy it again, without blanks and line breaks.");
        }
    }

    boolean isEmpty() {
        return id.isEmpty() && secret.isEmpty();
    }

    /** Whether a source of this kind can be opened with it. */
    void check(Source.Kind kind) {
        boolean named = kind != Source.Kind.LANGSMITH;
        if (secret.isEmpty()) {
            throw new InvalidInput("credentialSecret", "The secret key is missing.", "Give the key that the source was opened for Downshift with.");
        }
        if (named && id.isEmpty()) {
            throw new InvalidInput("credentialId", kind == Source.Kind.S3 ? "The access key is missing." : "The public key is missing.", "Give both halves of the credential.");
        }
        if (id.contains(":")) {
            throw new InvalidInput("credentialId", "This is not a key: it holds a colon.", "Give the two halves of the credential in their fields.");
        }
    }

    @Override
    public String toString() {
        return "Credential";
    }
}
