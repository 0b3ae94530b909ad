package dev.downshift.web.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.web.Visitor;
import dev.downshift.web.WebTest;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Whoever may not send a form is told so, whatever stands in it. */
@WebTest
class PermissionFirstTest {

    /** What everyone may send, and uploads, whose file is not read before the domain has said yes. */
    private static final Set<String> OPEN = Set.of("/welcome", "/invitation/{token}", "/organization", "/settings/keys", "/settings/keys/{id}/revoke", "/uploads",
            "/uploads/sample", "/uploads/{id}/cancel", "/uploads/{id}/retry");

    @Autowired Onboarding onboarding;
    @Autowired @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings;

    @LocalServerPort int port;

    @Test
    void aViewerIsRefusedEveryFormBeforeItsFieldsAreRead() {
        String unique = UUID.randomUUID().toString();
        OrganizationId organization = onboarding.createOrganization("Team", unique, new NewPerson("o" + unique + "@example.com", "Ada", "a long enough password"));
        onboarding.addMember(organization, new NewPerson(unique + "@example.com", "Vi", "a long enough password"), Role.VIEWER);
        Visitor viewer = new Visitor(port).signIn(unique + "@example.com", "a long enough password");
        viewer.get("/settings/keys");

        Map<String, Integer> answers = new TreeMap<>();
        mappings.getHandlerMethods().keySet().stream()
                .filter(mapping -> mapping.getMethodsCondition().getMethods().contains(RequestMethod.POST))
                .flatMap(mapping -> mapping.getPatternValues().stream())
                .filter(path -> !OPEN.contains(path))
                .forEach(path -> answers.put(path, viewer.submit(path.replaceAll("\\{[^{}]*(\\{[^{}]*}[^{}]*)*}", UUID.randomUUID().toString()), Map.of()).statusCode()));

        assertThat(answers).hasSizeGreaterThan(15).allSatisfy((path, status) -> assertThat(status).as(path).isEqualTo(403));
        assertThat(viewer.get("/privacy/erasures").statusCode()).isEqualTo(403);
        assertThat(viewer.get("/privacy/erasures/" + UUID.randomUUID()).statusCode()).isEqualTo(403);
        assertThat(viewer.get("/privacy").body()).doesNotContain("/privacy/erasures");
    }
}
