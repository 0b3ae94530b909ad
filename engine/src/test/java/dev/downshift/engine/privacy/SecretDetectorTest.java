package dev.downshift.engine.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretDetectorTest {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final Redactor redactor = Redactor.with(RedactionPolicy.standard(), RedactorTest.key(1));

    static Stream<SecretRule> rules() {
        return Anchors.SECRETS.stream();
    }

    @Test
    void thereAreMoreThanTwoHundredRules() {
        assertThat(Anchors.SECRETS).extracting(SecretRule::name).doesNotHaveDuplicates().hasSizeGreaterThan(200);
    }

    /** Each rule finds a value made at random from its own pattern, behind an assignment, and nothing of it stays. */
    @ParameterizedTest
    @MethodSource("rules")
    void eachRuleFindsAValueOfItsForm(SecretRule rule) {
        String source = rule.pattern().pattern();
        boolean near = rule.kind() == SecretRule.Kind.NEAR;
        String form = near ? source.substring(source.indexOf("]{0,6}(") + 7, source.length() - 1) : source;
        for (int seed = 0; seed < 40; seed++) {
            String value = new PatternSample(form, new Random(seed * 31L + rule.name().hashCode())).make();
            String text = near ? rule.anchors().getFirst() + "_api_key = \"" + value + "\"" : "x = '" + value + "'";
            if (!SecretAssignments.isPlaceholder(value) && SecretAssignments.entropy(value) >= rule.entropy() + 0.2) {
                Redacted<String> redacted = redactor.redact(text);
                assertThat(redacted.findings()).as(rule.name() + ": " + text).extracting(Finding::type).contains(FindingType.SECRET);
                assertThat(redactor.redact(redacted.value()).value()).as(rule.name() + ": " + text).isEqualTo(redacted.value());
                return;
            }
        }
        throw new AssertionError(rule.name() + ": no sample of " + form + " is random enough");
    }

    @ParameterizedTest
    @ValueSource(strings = {"discord_token := \"%s\"", "{\"acme_token\": \"%s\"}", "export ACME_SECRET=%s", "acmeApiKey: %s", "<acmeToken>%s</acmeToken>", "System.setProperty(\"ACME_TOKEN\", \"%s\")", "acme_secret ::= \"%s\"", "ACME_TOKEN => '%s'", "password is %s",
        "Authorization: Bearer %s", "curl -H 'X-Api-Key: %s' https://x.org"})
    void valuesAssignedToNamesOfSecretsAreFound(String form) {
        Random random = new Random(7);
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            value.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        assertThat(redactor.redact(String.format(form, value)).value()).doesNotContain(value.substring(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_tokens: 4096, total_tokens=1234", "token = getToken(user.id)", "password: <your password>", "api_key = os.environ[\"OPENAI_API_KEY\"]", "api_key=sk-xxxxxxxxxxxxxxxxxxxxxxxx", "key: primary_key_2",
        "the secret to success is practice2win", "keyboard: qwerty12", "const key = `user:${id}`", "AKIAIOSFODNN7EXAMPLE is the documented example", "token: string | null", "secretName: my-app-secret-v1", "primary key: order_2024", "monkey = banana123",
        "ghp_short", "sk-learn version 1.2", "commit 3f786850e387550fdab836ed7e6dc881de23001b", "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "file key-value-store.json", "AccountKey=***"})
    void whatOnlyLooksLikeASecretStays(String text) {
        assertThat(redactor.redact(text).findings()).as(text).noneMatch(finding -> finding.type() == FindingType.SECRET);
    }
}
