package dev.downshift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@ApiTest
@Import(TestKeys.class)
class EmptyBodiesTest {

    private static final Set<RequestMethod> WRITING = Set.of(RequestMethod.POST, RequestMethod.PUT, RequestMethod.PATCH);

    @Autowired MockMvcTester api;
    @Autowired TestKeys keys;
    @Autowired @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings;

    private String key = "";

    @BeforeEach
    void aKeyForEverything() {
        key = keys.secret(Role.OWNER, Scope.values());
    }

    @TestFactory
    Stream<DynamicTest> anObjectWithoutFieldsIsNeverOurMistake() {
        return mappings.getHandlerMethods().keySet().stream()
                .flatMap(mapping -> mapping.getMethodsCondition().getMethods().stream().filter(WRITING::contains)
                        .flatMap(method -> mapping.getPatternValues().stream().filter(path -> path.startsWith("/api/"))
                                .map(path -> DynamicTest.dynamicTest(method + " " + path,
                                        () -> assertThat(send(method.asHttpMethod(), path, "{}").getResponse().getStatus()).isLessThan(500)))));
    }

    @Test
    void aMissingFieldIsNamed() {
        assertMissing(HttpMethod.POST, "/api/v1/datasets", "task");
        assertMissing(HttpMethod.POST, "/api/v1/evaluations", "candidate", "dataset");
        assertMissing(HttpMethod.PATCH, "/api/v1/tasks/{id}", "name");
    }

    private void assertMissing(HttpMethod method, String path, String... fields) {
        MvcTestResult answer = send(method, path, "{}");
        assertThat(answer).hasStatus(422);
        assertThat(answer).bodyJson().extractingPath("$.errors[*].field").asArray().containsExactlyInAnyOrder((Object[]) fields);
    }

    private MvcTestResult send(HttpMethod method, String path, String body) {
        String address = path.replaceAll("\\{[a-z]+}", UUID.randomUUID().toString());
        return api.method(method).uri(address).header("Authorization", "Bearer " + key).contentType("application/json").content(body).exchange();
    }
}
