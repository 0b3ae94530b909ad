package dev.downshift.standalone.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.PersonId;
import dev.downshift.core.tenancy.Scope;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.standalone.StandaloneApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** Existence does not leak: what belongs to another organization looks, over every route, like what never existed. */
@SpringBootTest(classes = StandaloneApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class TenantIsolationTest {

    private static final String PASSWORD = "a password for tests";

    @Autowired @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings;
    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired ApiKeys keys;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;
    @LocalServerPort int port;

    private final HttpClient http = HttpClient.newHttpClient();
    private Map<String, UUID> theirs = Map.of();
    private String ourEmail = "";
    private String ourKey = "";

    record Route(String method, String pattern) implements Comparable<Route> {
        String at(UUID id) {
            return pattern.replaceAll("\\{[^}]+}", id.toString());
        }

        @Override
        public int compareTo(Route other) {
            return toString().compareTo(other.toString());
        }
    }

    @BeforeEach
    void twoOrganizations() {
        Actor them = owner("theirs");
        theirs = new HashMap<>(new OneOfEach(jdbc, transactions).create(them));
        theirs.put("person", them.requirePerson().value());
        theirs.put("organization", them.organization().value());
        Actor us = owner("ours");
        ourEmail = Tenant.call(us.organization(), () -> members.get(us.requirePerson())).email();
        ourKey = Actor.call(us, () -> keys.issue("all", EnumSet.complementOf(EnumSet.of(Scope.GATEWAY)), null).secret());
    }

    @Test
    void anotherTenantsIdAndAMissingOneLookAlikeOverTheApi() {
        List<Route> routes = routes("/api/");
        assertThat(routes).isNotEmpty();
        assertAlike(routes, this::overTheApi);
    }

    @Test
    void anotherTenantsIdAndAMissingOneLookAlikeInTheBrowser() throws Exception {
        Browser browser = new Browser(port);
        browser.signIn(ourEmail, PASSWORD);
        List<Route> routes = routes("/").stream().filter(route -> !route.pattern().startsWith("/api/")).toList();
        assertThat(routes).isNotEmpty();
        assertAlike(routes, (route, id) -> browser.exchange(route.method(), route.at(id), fields(id)));
    }

    private interface Exchange {
        HttpResponse<String> send(Route route, UUID id) throws Exception;
    }

    private void assertAlike(List<Route> routes, Exchange exchange) {
        List<String> leaks = new ArrayList<>();
        for (Route route : routes) {
            UUID missing = UUID.randomUUID();
            String expected = answer(exchange, route, missing);
            for (Map.Entry<String, UUID> their : theirs.entrySet()) {
                String actual = answer(exchange, route, their.getValue());
                if (!actual.equals(expected)) {
                    leaks.add(route + " with the id of their " + their.getKey() + ": " + actual + " instead of " + expected);
                }
            }
            if (expected.startsWith("2") && !route.pattern().contains("search")) {
                leaks.add(route + " answers " + expected + " for what does not exist");
            }
        }
        assertThat(leaks).isEmpty();
    }

    /** Status and body, with the id itself and what differs from request to request taken out. */
    private static String answer(Exchange exchange, Route route, UUID id) {
        try {
            HttpResponse<String> response = exchange.send(route, id);
            String body = response.body().replace(id.toString(), "ID")
                    .replaceAll("[A-Za-z0-9_-]{80,}={0,2}", "TOKEN")
                    .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID");
            return response.statusCode() + " " + body;
        } catch (Exception e) {
            throw new IllegalStateException(route + " does not answer", e);
        }
    }

    private HttpResponse<String> overTheApi(Route route, UUID id) throws Exception {
        HttpRequest.BodyPublisher body = route.method().equals("GET") || route.method().equals("DELETE")
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(fields(id)));
        return http.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + route.at(id)))
                        .header("Authorization", "Bearer " + ourKey)
                        .header("Content-Type", "application/json")
                        .method(route.method(), body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** What any form or body might ask for, so that a request comes as far as looking the id up. */
    private static Map<String, String> fields(UUID id) {
        Map<String, String> fields = new HashMap<>();
        for (String name : List.of("task", "upload", "dataset", "candidate", "evaluation", "promotion", "run", "person", "organization")) {
            fields.put(name, id.toString());
        }
        fields.putAll(Map.of("comment", "because", "reason", "because", "name", "name", "mode", "SHADOW", "role", "VIEWER",
                "margin", "0.05", "split", "TEST", "baseModel", "smollm2-135m-instruct", "displayName", "Name", "password", PASSWORD));
        return fields;
    }

    private List<Route> routes(String prefix) {
        TreeSet<Route> routes = new TreeSet<>();
        mappings.getHandlerMethods().forEach((mapping, method) -> {
            for (String pattern : mapping.getPatternValues()) {
                if (pattern.startsWith(prefix) && pattern.contains("{") && method.getBeanType().getName().startsWith("dev.downshift.")) {
                    var methods = mapping.getMethodsCondition().getMethods();
                    for (RequestMethod verb : methods.isEmpty() ? EnumSet.of(RequestMethod.GET) : methods) {
                        routes.add(new Route(verb.name(), pattern));
                    }
                }
            }
        });
        return List.copyOf(routes);
    }

    private Actor owner(String name) {
        String unique = name + "-" + UUID.randomUUID();
        NewPerson person = new NewPerson(unique + "@example.com", name, PASSWORD);
        OrganizationId organization = onboarding.createOrganization(name, unique, person);
        PersonId id = Tenant.call(organization, members::list).getFirst().person();
        return members.actor(id, organization).orElseThrow();
    }
}
