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
import dev.downshift.standalone.StandaloneTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** Existence does not leak: what belongs to another organization looks, over every route, like what never existed. */
@StandaloneTest
class TenantIsolationTest {

    private static final String PASSWORD = "a password for tests";

    /** Nobody finds these by an id alone: one takes a secret, the other files on the disk. */
    private static final Set<String> NEEDING_MORE_THAN_A_ROW = Set.of("/invitation/{token}", "/runs/{id}/files/{file}", "/api/v1/uploads/{upload}/preview");

    @Autowired @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings;
    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired ApiKeys keys;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;
    @LocalServerPort int port;

    private final HttpClient http = HttpClient.newHttpClient();
    private Map<String, UUID> theirs = Map.of();
    private Side them = new Side("", "");
    private Side us = new Side("", "");

    /** An owner, in the browser and over the API. */
    private record Side(String email, String key) {}

    private interface Exchange {
        HttpResponse<String> send(Route route, UUID id) throws IOException, InterruptedException;
    }

    @BeforeEach
    void twoOrganizations() {
        Actor owner = owner("theirs");
        theirs = new HashMap<>(new OneOfEach(jdbc, transactions).create(owner));
        theirs.put("person", owner.requirePerson().value());
        theirs.put("organization", owner.organization().value());
        them = side(owner);
        us = side(owner("ours"));
    }

    @Test
    void anotherTenantsIdAndAMissingOneLookAlikeOverTheApi() {
        assertAlike(routes(true), overTheApi(us));
    }

    @Test
    void anotherTenantsIdAndAMissingOneLookAlikeInTheBrowser() throws Exception {
        assertAlike(routes(false), inTheBrowser(us));
    }

    /** Without this, a broken route or a bad row would make the two tests above hold for nothing. */
    @Test
    void whoeverOwnsAnIdFindsItByTheSameRequests() throws Exception {
        List<String> unread = new ArrayList<>();
        for (boolean api : List.of(true, false)) {
            Exchange exchange = api ? overTheApi(them) : inTheBrowser(them);
            for (Route route : routes(api)) {
                if (route.isRead() && !NEEDING_MORE_THAN_A_ROW.contains(route.pattern())
                        && theirs.values().stream().noneMatch(id -> answer(exchange, route, id).startsWith("200"))) {
                    unread.add(route.toString());
                }
            }
        }
        assertThat(unread).isEmpty();
    }

    private void assertAlike(List<Route> routes, Exchange exchange) {
        assertThat(routes).hasSizeGreaterThan(20);
        List<String> leaks = new ArrayList<>();
        for (Route route : routes) {
            String expected = answer(exchange, route, UUID.randomUUID());
            for (Map.Entry<String, UUID> their : theirs.entrySet()) {
                String actual = answer(exchange, route, their.getValue());
                if (!actual.equals(expected)) {
                    leaks.add(route + " with the id of their " + their.getKey() + ": " + actual + " instead of " + expected);
                }
            }
            boolean hidden = expected.startsWith("404") || (!route.hasIdInPath() && route.isRead() && expected.startsWith("200"));
            if (!hidden) {
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
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(route + " does not answer", e);
        }
    }

    private Exchange inTheBrowser(Side side) throws IOException, InterruptedException {
        Browser browser = new Browser(port);
        browser.signIn(side.email(), PASSWORD);
        return (route, id) -> browser.exchange(route.method(), route.at(id), route.fields(id));
    }

    private Exchange overTheApi(Side side) {
        return (route, id) -> http.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + route.at(id)))
                        .header("Authorization", "Bearer " + side.key())
                        .header("Content-Type", "application/json")
                        .method(route.method(), route.isRead() || route.method().equals("DELETE")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(route.fields(id))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private List<Route> routes(boolean api) {
        return Route.all(mappings).stream().filter(route -> route.isApi() == api).toList();
    }

    private Side side(Actor owner) {
        return new Side(
                Tenant.call(owner.organization(), () -> members.get(owner.requirePerson())).email(),
                Actor.call(owner, () -> keys.issue("all", EnumSet.complementOf(EnumSet.of(Scope.GATEWAY)), null).secret()));
    }

    private Actor owner(String name) {
        String unique = name + "-" + UUID.randomUUID();
        NewPerson person = new NewPerson(unique + "@example.com", name, PASSWORD);
        OrganizationId organization = onboarding.createOrganization(name, unique, person);
        PersonId id = Tenant.call(organization, members::list).getFirst().person();
        return members.actor(id, organization).orElseThrow();
    }
}
