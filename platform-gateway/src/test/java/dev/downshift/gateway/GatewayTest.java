package dev.downshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.routing.AnswerProfile;
import dev.downshift.core.routing.FixedSources;
import dev.downshift.core.routing.IncumbentEndpoints;
import dev.downshift.core.routing.Mode;
import dev.downshift.core.routing.RouteView;
import dev.downshift.core.routing.Routes;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.PersonId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import dev.downshift.gateway.RoutedTasks.Routed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The gateway over HTTP, with a real edge process and the real base model behind it. */
@SpringBootTest(classes = GatewayApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(GatewayTest.Sources.class)
class GatewayTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PASSWORD = "a password for tests";

    /** Not a folder that ends with this class: the database server that starts in it serves the classes after it too. */
    private static final Path HOME = Path.of("target", "home-" + UUID.randomUUID());

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("downshift.home", HOME::toString);
        registry.add("downshift.model-servers.context-tokens", () -> "1024");
        registry.add("downshift.gateway.small-model-timeout", () -> "60s");
    }

    @TestConfiguration
    static class Sources {
        @Bean
        @Primary
        FixedSources fixedSources() throws IOException {
            return new FixedSources(InstalledModel.file());
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    private Onboarding onboarding;

    @Autowired
    private Members members;

    @Autowired
    private ApiKeys keys;

    @Autowired
    private IncumbentEndpoints endpoints;

    @Autowired
    private Routes routes;

    @Autowired
    private FixedSources sources;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionOperations transactions;

    private final HttpClient client = HttpClient.newHttpClient();
    private TestIncumbent incumbent;
    private Actor owner;
    private PersonId approver;
    private String key;

    @BeforeEach
    void found() throws IOException {
        incumbent = new TestIncumbent();
        String unique = UUID.randomUUID().toString().substring(0, 8);
        OrganizationId organization = onboarding.createOrganization("Organization " + unique, "organization-" + unique, person("owner"));
        PersonId engineer = onboarding.addMember(organization, person("engineer"), Role.OWNER);
        approver = onboarding.addMember(organization, person("approver"), Role.APPROVER);
        owner = members.actor(engineer, organization).orElseThrow();
        key = key(Scope.GATEWAY);
        Actor.run(owner, () -> endpoints.set(incumbent.baseUrl(), "sk-incumbent"));
    }

    @AfterEach
    void close() {
        incumbent.close();
        client.shutdownNow();
    }

    @Test
    void whatBelongsToNoTaskPassesThroughUntouched() throws Exception {
        ObjectNode request = request("You are a poet.", "Sing").put("own_field", 42).put("model", "unknown-model");

        HttpResponse<String> response = post(request);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(response.body()).at("/own_field/kept").booleanValue()).isTrue();
        assertThat(response.headers().firstValue("x-request-id")).contains("req-1");
        assertThat(incumbent.requests().getLast()).isEqualTo(request);
        assertThat(incumbent.credentials().getLast()).isEqualTo("Bearer sk-incumbent");
    }

    @Test
    void theIncumbentsErrorsPassThroughToo() throws Exception {
        HttpResponse<String> response = post(request("You are a poet.", "please fail"));

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(JSON.readTree(response.body()).at("/error/own_field").asInt()).isEqualTo(7);
        assertThat(incumbent.requests()).hasSize(1);
    }

    @Test
    void onlyAKeyForTheGatewayGetsIn() throws Exception {
        assertThat(post(request("s", "u"), "dsk_nonsense").statusCode()).isEqualTo(401);
        assertThat(post(request("s", "u"), key(Scope.READ)).statusCode()).isEqualTo(403);
        assertThat(incumbent.requests()).isEmpty();
    }

    @Test
    void aKeyOfAnotherOrganizationReachesNoneOfItsRoutesNorItsIncumbent() throws Exception {
        Routed routed = promote(Mode.FULL, "1");
        String mine = key;
        found();

        HttpResponse<String> response = post(ticket(routed, "Where is my parcel?"));

        assertThat(servedBy(response)).isEqualTo("incumbent");
        assertThat(incumbent.requests()).hasSize(1);
        assertThat(mine).isNotEqualTo(key);
    }

    @Test
    void aPromotedModelAnswersAllCallsOfItsTask() throws Exception {
        Routed routed = promote(Mode.FULL, "1");

        HttpResponse<String> response = untilServedBySmallModel(routed);

        JsonNode completion = JSON.readTree(response.body());
        assertThat(JSON.readTree(completion.at("/choices/0/message/content").asString()).path("intent").asString()).isIn("delivery", "refund");
        assertThat(completion.path("model").asString()).isEqualTo(routed.candidate().toString());
        assertThat(completion.at("/usage/completion_tokens").asInt()).isPositive();
    }

    @Test
    void aSmallModelsAnswerIsStreamedOnceItIsChecked() throws Exception {
        Routed routed = promote(Mode.FULL, "1");
        untilServedBySmallModel(routed);

        HttpResponse<String> response = post(ticket(routed, "I want my money back").put("stream", true));

        assertThat(servedBy(response)).isEqualTo("slm");
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        assertThat(response.body()).contains("chat.completion.chunk").endsWith("data: [DONE]\n\n");
    }

    @Test
    void anAnswerOutsideTheTasksLabelsFallsBackAndEnoughOfThemRollTheRouteBack() throws Exception {
        Routed routed = promote(Mode.FULL, "1");
        untilServedBySmallModel(routed);
        sources.expect(routed.candidate(), profile("{\"intent\":\"something else\"}"));
        Actor.run(owner, () -> endpoints.set(incumbent.baseUrl() + "/", null));

        List<HttpResponse<String>> responses = IntStream.range(0, 30).mapToObj(i -> postUnchecked(ticket(routed, "Ticket " + i))).toList();

        assertThat(responses).allSatisfy(response -> assertThat(response.statusCode()).isEqualTo(200));
        assertThat(responses).anySatisfy(response -> assertThat(response.headers().firstValue("x-downshift-fallback")).contains("unknown_label"));
        assertThat(route(routed).mode()).isEqualTo(Mode.OFF);
        assertThat(Actor.call(owner, () -> routes.history(routed.task())).getFirst().reason()).contains("invalid, late or missing");
        List<String> rollbacks = Actor.call(owner, () -> transactions.execute(status ->
                jdbc.sql("select subject_id from audit_entry where action = 'route.rolled-back-automatically'").query((row, i) -> row.getString(1)).list()));
        assertThat(rollbacks).hasSize(1);
    }

    @Test
    void requestsThatTheModelsServerRefusesTellNothingAgainstTheModel() throws Exception {
        Routed routed = promote(Mode.FULL, "1");
        untilServedBySmallModel(routed);
        ObjectNode endless = ticket(routed, "Where is my parcel?");
        endless.putObject("response_format").put("type", "json_schema").putObject("json_schema").putObject("schema").put("$ref", "#");

        List<HttpResponse<String>> responses = IntStream.range(0, 40)
                .mapToObj(i -> postUnchecked(i % 2 == 0 ? endless : ticket(routed, "parcel ".repeat(6_000)))).toList();

        assertThat(responses).allSatisfy(response -> {
            assertThat(servedBy(response)).isEqualTo("incumbent");
            assertThat(response.headers().firstValue("x-downshift-fallback")).contains("unsupported");
        });
        assertThat(route(routed).mode()).isEqualTo(Mode.FULL);
    }

    @Test
    void aCanaryAnswersTheSameConversationsEachTime() throws Exception {
        Routed routed = promote(Mode.CANARY, "0.5");
        untilServedBySmallModelAmong(routed);

        List<String> first = servedBy(routed);
        List<String> second = servedBy(routed);

        assertThat(second).isEqualTo(first);
        assertThat(first).contains("slm", "incumbent");
    }

    @Test
    void aShadowIsNeverSeenByTheClient() throws Exception {
        Routed routed = promote(Mode.SHADOW, "1");

        HttpResponse<String> response = post(ticket(routed, "Where is my parcel?"));

        assertThat(servedBy(response)).isEqualTo("incumbent");
        assertThat(JSON.readTree(response.body()).at("/choices/0/message/content").asString()).isEqualTo(TestIncumbent.ANSWER);
    }

    @Test
    void aRollbackIsObeyedWithinASecond() throws Exception {
        Routed routed = promote(Mode.FULL, "1");
        untilServedBySmallModel(routed);

        Actor.run(owner, () -> routes.rollBack(routed.task(), "for a test"));
        Thread.sleep(1_000);

        assertThat(servedBy(post(ticket(routed, "Where is my parcel?")))).isEqualTo("incumbent");
    }

    @Test
    void aKilledModelServerCostsNoCallAndComesBack() throws Exception {
        Routed routed = promote(Mode.FULL, "1");
        untilServedBySmallModel(routed);

        ProcessHandle.current().children().filter(child -> child.info().command().orElse("").endsWith("java")).forEach(ProcessHandle::destroyForcibly);
        List<HttpResponse<String>> responses = IntStream.range(0, 5).mapToObj(i -> postUnchecked(ticket(routed, "Ticket " + i))).toList();

        assertThat(responses).allSatisfy(response -> assertThat(response.statusCode()).isEqualTo(200));
        untilServedBySmallModel(routed);
    }

    @Test
    void theOpenAiClientForPythonWorksUnchanged() throws Exception {
        Routed routed = promote(Mode.FULL, "1");
        untilServedBySmallModel(routed);
        Path script = Files.writeString(HOME.resolve("client.py"), """
                import json, sys, openai
                client = openai.OpenAI(base_url=sys.argv[1], api_key=sys.argv[2], max_retries=0)
                body = json.loads(sys.argv[3])
                print([m.id for m in client.models.list().data])
                print(repr(client.chat.completions.create(**body).choices[0].message.content))
                print(repr("".join(c.choices[0].delta.content or "" for c in client.chat.completions.create(**body, stream=True) if c.choices)))
                print(client.chat.completions.create(model="any", messages=[{"role": "user", "content": "hello"}]).choices[0].message.content)
                try:
                    client.chat.completions.create(model="any", messages=[{"role": "user", "content": "please fail"}])
                except openai.RateLimitError as error:
                    print(error.code)
                tools = [{"type": "function", "function": {"name": "look_up", "parameters": {"type": "object",
                          "properties": {"order": {"enum": ["A1", "B2"]}}, "required": ["order"], "additionalProperties": False}}}]
                plain = client.chat.completions.create(model="any", messages=[{"role": "user", "content": "hello"}], tools=tools)
                print(plain.choices[0].message.tool_calls[0].function.arguments)
                body = {**body, "tools": tools, "tool_choice": "required"}
                del body["response_format"]
                raw = client.chat.completions.with_raw_response.create(**body)
                print(raw.headers["x-downshift-served-by"], raw.parse().choices[0].message.tool_calls[0].function.name)
                print("".join(d.function.arguments or "" for c in client.chat.completions.create(**body, stream=True) if c.choices
                              for d in c.choices[0].delta.tool_calls or []))
                """);
        Process process = new ProcessBuilder("../.downshift/openai-client/bin/python", script.toString(), "http://127.0.0.1:" + port + "/v1", key, ticket(routed, "Where is my parcel?").toString())
                .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();

        assertThat(output.lines().toList()).as(output).hasSize(8).first().isEqualTo("['big-model']");
        assertThat(output.lines().toList().subList(1, 3)).allMatch(line -> line.contains("intent"));
        assertThat(output.lines().toList().subList(3, 7)).containsExactly(TestIncumbent.ANSWER, "rate_limited", TestIncumbent.ARGUMENTS, "slm look_up");
        assertThat(JSON.readTree(output.lines().toList().get(7)).path("order").asString()).isIn("A1", "B2");
    }

    @Test
    void withoutAnIncumbentTheErrorSaysWhatToDo() throws Exception {
        found();
        Actor.run(owner, () -> transactions.executeWithoutResult(status -> jdbc.sql("delete from incumbent_endpoint").update()));

        HttpResponse<String> response = post(request("s", "u"));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("no_incumbent", "Settings");
    }

    private Routed promote(Mode mode, String share) {
        PersonId requester = java.util.Objects.requireNonNull(owner.person());
        Routed routed = new RoutedTasks(jdbc, transactions, routes).promote(owner, requester, approver, mode, share);
        sources.expect(routed.candidate(), profile("{\"intent\":\"delivery\"}", "{\"intent\":\"refund\"}"));
        return routed;
    }

    private static AnswerProfile profile(String... answers) {
        return AnswerProfile.learn(IntStream.range(0, 40).<JsonNode>mapToObj(i -> JSON.createObjectNode().put("content", answers[i % answers.length])).iterator());
    }

    private RouteView route(Routed routed) throws InterruptedException {
        for (int i = 0; i < 50 && current(routed).mode() != Mode.OFF; i++) {
            Thread.sleep(100);
        }
        return current(routed);
    }

    private RouteView current(Routed routed) {
        return Actor.call(owner, () -> routes.of(routed.task()).orElseThrow());
    }

    private HttpResponse<String> untilServedBySmallModel(Routed routed) throws Exception {
        for (int i = 0; i < 300; i++) {
            HttpResponse<String> response = post(ticket(routed, "Where is my parcel?"));
            assertThat(response.statusCode()).isEqualTo(200);
            if (servedBy(response).equals("slm")) {
                return response;
            }
            Thread.sleep(200);
        }
        throw new AssertionError("the small model never answered");
    }

    private void untilServedBySmallModelAmong(Routed routed) throws Exception {
        for (int i = 0; i < 300 && !servedBy(routed).contains("slm"); i++) {
            Thread.sleep(200);
        }
    }

    private List<String> servedBy(Routed routed) {
        return IntStream.range(0, 12).mapToObj(i -> servedBy(postUnchecked(ticket(routed, "Conversation " + i)))).toList();
    }

    private static String servedBy(HttpResponse<String> response) {
        return response.headers().firstValue("x-downshift-served-by").orElse("nobody");
    }

    private static ObjectNode ticket(Routed routed, String text) {
        ObjectNode request = request("task " + routed.task() + ": route the ticket.", text).put("max_tokens", 40);
        request.set("response_format", JSON.readTree(
                "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"r\",\"schema\":{\"type\":\"object\",\"properties\":{\"intent\":{\"enum\":[\"delivery\",\"refund\"]}},\"required\":[\"intent\"]}}}"));
        return request;
    }

    private static ObjectNode request(String system, String user) {
        ObjectNode request = JSON.createObjectNode().put("model", "big-model");
        request.putArray("messages").add(JSON.valueToTree(Map.of("role", "system", "content", system))).add(JSON.valueToTree(Map.of("role", "user", "content", user)));
        return request;
    }

    private HttpResponse<String> post(ObjectNode request) throws IOException, InterruptedException {
        return post(request, key);
    }

    private HttpResponse<String> postUnchecked(ObjectNode request) {
        try {
            return post(request);
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private HttpResponse<String> post(ObjectNode request, String secret) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                .build(), HttpResponse.BodyHandlers.ofString());
    }

    private String key(Scope scope) {
        return Actor.call(owner, () -> keys.issue("test", Set.of(scope), null)).secret();
    }

    private static NewPerson person(String name) {
        return new NewPerson(name + "-" + UUID.randomUUID() + "@example.com", name, PASSWORD);
    }
}
