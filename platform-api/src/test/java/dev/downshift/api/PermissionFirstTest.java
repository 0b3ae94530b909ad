package dev.downshift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Whoever may not do something is told so and learns nothing else: neither what is wrong with the body, nor whether the id exists. */
@ApiTest
@Import(TestKeys.class)
class PermissionFirstTest {

    private static final Set<String> BODIES = Set.of("{}", "{\"unknown\":1}", "no JSON");

    @Autowired MockMvcTester api;
    @Autowired TestKeys keys;
    @Autowired @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings;

    private String reader = "";

    @BeforeEach
    void aKeyThatMayOnlyRead() {
        reader = keys.secret(Role.OWNER, Scope.READ);
    }

    @TestFactory
    Stream<DynamicTest> aKeyThatMayOnlyReadIsRefusedWhateverItSends() {
        return mappings.getHandlerMethods().keySet().stream()
                .flatMap(mapping -> mapping.getMethodsCondition().getMethods().stream().filter(method -> method != RequestMethod.GET)
                        .flatMap(method -> mapping.getPatternValues().stream().filter(path -> path.startsWith("/api/v1/"))
                                .map(path -> DynamicTest.dynamicTest(method + " " + path, () -> assertRefused(method, path)))));
    }

    private void assertRefused(RequestMethod method, String path) {
        String address = path.replaceAll("\\{[a-z]+}", UUID.randomUUID().toString());
        for (String body : BODIES) {
            assertThat(api.method(method.asHttpMethod()).uri(address).header("Authorization", "Bearer " + reader).contentType("application/json").content(body))
                    .hasStatus(403).bodyJson().extractingPath("$.type").isEqualTo("urn:downshift:problem:forbidden");
        }
    }
}
