package dev.downshift.core.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.AccessDenied;
import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.engine.savings.ModelPrice;
import dev.downshift.engine.savings.PriceBook;
import dev.downshift.engine.traces.LlmCall.Usage;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CoreTest
class PricesTest {

    @Autowired Prices prices;
    @Autowired Onboarding onboarding;
    @Autowired Members members;

    @Test
    void anOrganizationsOwnPriceComesFirstAndOnlyThere() {
        Organizations organizations = new Organizations(onboarding, members);
        OrganizationId organization = organizations.create();
        OrganizationId other = organizations.create();
        ModelPrice own = new ModelPrice("gpt-4o", "OpenAI", BigDecimal.ONE, BigDecimal.ONE, BigDecimal.TEN, List.of());
        Actor.run(organizations.member(organization, Role.ADMIN), () -> {
            prices.override(new PriceOverrides(List.of(own), List.of()));
            assertThat(prices.current().cost("gpt-4o", new Usage(1_000_000, 0, 0))).hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("1"));
            assertThat(prices.current().version()).isEqualTo(PriceBook.shipped().version() + "+1");
        });
        Actor.run(organizations.member(other, Role.VIEWER), () -> {
            assertThat(prices.current().version()).isEqualTo(PriceBook.shipped().version());
            assertThat(prices.overrides()).isEqualTo(PriceOverrides.NONE);
        });
        assertThatThrownBy(() -> Actor.run(organizations.member(other, Role.VIEWER), () -> prices.override(PriceOverrides.NONE))).isInstanceOf(AccessDenied.class);
    }
}
