package dev.downshift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.engine.privacy.Finding;
import dev.downshift.engine.privacy.FindingType;
import dev.downshift.engine.privacy.RedactionPolicy;
import dev.downshift.engine.privacy.RedactionPolicy.Mode;
import dev.downshift.engine.privacy.RedactionProfile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyOptionsTest {

    @TempDir Path folder;

    private final PolicyOptions options = new PolicyOptions();

    @Test
    void withoutOptionsThePolicyIsTheStandardOne() throws IOException {
        assertThat(options.policy()).isEqualTo(RedactionPolicy.standard());
    }

    @Test
    void aProfileAndAModeForAllTypes() throws IOException {
        options.profile = "hipaa-safe-harbor";
        options.mode = "tag";
        assertThat(options.policy()).isEqualTo(RedactionProfile.HIPAA_SAFE_HARBOR.policy().withMode(Mode.TAG));
    }

    @Test
    void aFileIsReadAsTheApiAnswersIt() throws IOException {
        options.file = Files.writeString(folder.resolve("policy.json"), """
                {"version":3,"modes":{"PERSON":"DROP"},"threshold":0.5,"terms":{"allowed":["Acme"]},"createdBy":"Ada","createdAt":"2026-01-01T00:00:00Z"}""");
        assertThat(options.policy()).isEqualTo(RedactionPolicy.standard().with(FindingType.PERSON, Mode.DROP).allowing("Acme"));
    }

    @Test
    void whatCannotBeUsedIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> PolicyOptions.read("{\"modes\":{\"SHOE_SIZE\":\"TAG\"},\"threshold\":0.5}")).hasMessageStartingWith("--policy /modes");
        assertThatThrownBy(() -> PolicyOptions.read("{\"mode\":{},\"threshold\":0.5}")).hasMessageContaining("mode");
        assertThatThrownBy(() -> PolicyOptions.read("{\"threshold\":0.5,\"terms\":{\"patterns\":[{\"name\":\"x\",\"pattern\":\"(\"}]}}"))
                .hasMessageStartingWith("/terms/patterns/0/pattern:");
        options.mode = "blur";
        assertThatThrownBy(options::policy).hasMessageContaining("surrogate, mask");
        options.profile = "gdpr";
        assertThatThrownBy(options::policy).hasMessageContaining("gdpr-strict");
    }

    @Test
    void countsAreByTypeAndRule() {
        RedactionCounts counts = new RedactionCounts();
        counts.add(List.of(new Finding("", 0, 1, FindingType.PERSON, "name-cue", 1), new Finding("", 2, 3, FindingType.PERSON, "key", 1)), 2_000_000);
        StringWriter printed = new StringWriter();
        counts.print(new PrintWriter(printed, true));
        assertThat(printed.toString()).containsPattern("PERSON +2").contains("1                      key").contains("1 records, 2.0 MB in");
    }
}
