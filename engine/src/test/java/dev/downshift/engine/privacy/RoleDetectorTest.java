package dev.downshift.engine.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleDetectorTest {

    @ParameterizedTest
    @ValueSource(strings = {"Inc", "Inc.", "LLC", "Ltd", "Ltd.", "Limited", "Corp", "Corp.", "Corporation", "GmbH", "AG", "SA", "S.A.", "BV", "B.V.", "NV", "N.V.", "Oy", "AB", "ApS", "A/S",
        "Srl", "S.r.l.", "SpA", "S.p.A.", "PLC", "plc", "LLP", "Group", "Holdings", "Company", "Co", "Co.", "Foundation", "Bank", "University", "Institute", "Agency", "Partners", "Associates",
        "Services", "Software", "Systems", "Technologies", "Solutions", "Insurance"})
    void aNameWithTheFormOfACompanyIsAnOrganization(String form) {
        assertThat(organizations("yesterday Nordwind Helm " + form + " wrote to us")).containsExactly("Nordwind Helm " + form);
    }

    @Test
    void otherAbbreviationsAreNone() {
        assertThat(organizations("We met in the U.S. at 5 P.M. or so, i.e. late, w/o Ann")).isEmpty();
    }

    private static List<String> organizations(String text) {
        List<Candidate> found = new ArrayList<>();
        new RoleDetector().detect(Scanned.of(text, "", false), found);
        return found.stream().map(each -> text.substring(each.start(), each.end())).toList();
    }
}
