package dev.downshift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Sends every operation of the API's own description requests that fit it, and requests that nearly do. None is our mistake, and each refusal says what to do. */
@ApiTest
@Import(TestKeys.class)
class FuzzedRequestsTest {

    private static final int REQUESTS = 8;
    private static final int DEEPEST = 6;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final List<String> TEXTS = List.of("", " ", "a", "null", "0", "-1", "1e400", "NaN", "true", "2026-01-31T12:00:00Z", "2026-13-31", "+999999999-12-31T23:59:59Z", "../../x", "a/b", "'\"--",
            "<script>", "\u202e", "\ud83d\ude00", "\ufffd", "x".repeat(3_000), "[]", "{}", "00000000-0000-0000-0000-000000000000", "EUR", "gpt-4o", "OWNER", "PASSED");
    private static final List<String> NUMBERS = List.of("0", "-1", "1", "0.5", "2147483648", "-9223372036854775809", "1e18", "1e308", "1e-320", "123456789012345678901234567890.5");

    @Autowired MockMvcTester api;
    @Autowired TestKeys keys;

    private String key = "";

    /** An operation of the description. */
    private record Operation(String method, String path, JsonNode description) {
        @Override
        public String toString() {
            return method.toUpperCase(Locale.ROOT) + " " + path;
        }
    }

    @TestFactory
    Stream<DynamicTest> noRequestIsOurMistake() throws Exception {
        key = keys.secret(Role.OWNER, Scope.values());
        JsonNode document = JSON.readTree(api.get().uri("/api/openapi").header("Authorization", "Bearer " + key).exchange().getResponse().getContentAsString(StandardCharsets.UTF_8));
        assertThat(operations(document)).hasSizeGreaterThan(40);
        return operations(document).stream().map(operation -> DynamicTest.dynamicTest(operation.toString(), () -> {
            Random random = new Random(operation.toString().hashCode());
            for (int request = 0; request < REQUESTS; request++) {
                check(operation, document, random);
            }
        }));
    }

    private void check(Operation operation, JsonNode document, Random random) throws Exception {
        String address = address(operation, random);
        JsonNode content = operation.description.at("/requestBody/content");
        String type = content.isEmpty() ? "application/json" : content.propertyNames().iterator().next();
        byte[] body = content.isEmpty() ? new byte[0] : body(content.path(type).path("schema"), document, random);
        MvcTestResult answer = api.method(HttpMethod.valueOf(operation.method.toUpperCase(Locale.ROOT))).uri(URI.create(address))
                .header("Authorization", "Bearer " + key).contentType(type).content(body).exchange();
        int status = answer.getResponse().getStatus();
        String sent = operation.method + " " + address + " " + type + " " + new String(body, StandardCharsets.UTF_8);

        assertThat(status).as("%s: %s", sent, answer.getUnresolvedException()).isLessThan(500);
        if (status == 401) {
            key = keys.secret(Role.OWNER, Scope.values());
        }
        if (status >= 400 && !operation.path.endsWith("/v1/traces")) {
            assertThat(answer.getResponse().getContentType()).as(sent).startsWith("application/problem+json");
            JsonNode problem = JSON.readTree(answer.getResponse().getContentAsByteArray());
            assertThat(problem.path("type").stringValue("")).as(sent).startsWith("urn:downshift:problem:");
            assertThat(problem.path("detail").stringValue("")).as(sent).isNotBlank().doesNotContain("Exception", "dev.downshift", "org.springframework", "SQL");
        }
    }

    private static List<Operation> operations(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(method -> {
            if (METHODS.contains(method.getKey())) {
                operations.add(new Operation(method.getKey(), path.getKey(), method.getValue()));
            }
        }));
        return operations;
    }

    private static String address(Operation operation, Random random) {
        String path = operation.path;
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : operation.description.path("parameters")) {
            String name = parameter.path("name").stringValue();
            JsonNode schema = parameter.path("schema");
            JsonNode known = schema.path("enum");
            String text = !known.isEmpty() && random.nextBoolean() ? known.get(random.nextInt(known.size())).stringValue()
                    : random.nextInt(3) == 0 ? UUID.randomUUID().toString() : TEXTS.get(random.nextInt(TEXTS.size()));
            if (parameter.path("in").stringValue().equals("path")) {
                path = path.replace("{" + name + "}", encoded(text.isEmpty() || text.contains("/") ? "x" : text));
            } else if (parameter.path("in").stringValue().equals("query") && random.nextInt(4) != 0) {
                query.add(encoded(name) + "=" + encoded(text));
            }
        }
        return path + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    private static byte[] body(JsonNode schema, JsonNode document, Random random) {
        String text = JSON.writeValueAsString(value(schema, document, random, 0));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(8)) {
            case 0 -> java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> text.replaceFirst(":", ":NaN,\"x\":").getBytes(StandardCharsets.UTF_8);
            default -> bytes;
        };
    }

    /** A value that fits the schema, or, here and there, one that does not. */
    private static JsonNode value(JsonNode schema, JsonNode document, Random random, int depth) {
        if (schema.has("$ref")) {
            return value(document.at(schema.path("$ref").stringValue().substring(1)), document, random, depth);
        }
        if (depth > DEEPEST || random.nextInt(10) == 0) {
            return odd(random);
        }
        String type = schema.path("type").isArray() ? schema.path("type").get(0).stringValue() : schema.path("type").stringValue("object");
        return switch (type) {
            case "object" -> object(schema, document, random, depth);
            case "array" -> {
                ArrayNode array = NODES.arrayNode();
                for (int count = random.nextInt(4); count > 0; count--) {
                    array.add(value(schema.path("items"), document, random, depth + 1));
                }
                yield array;
            }
            case "integer", "number" -> JSON.readTree(NUMBERS.get(random.nextInt(NUMBERS.size())));
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            default -> schema.has("enum") ? schema.path("enum").get(random.nextInt(schema.path("enum").size()))
                    : NODES.stringNode("uuid".equals(schema.path("format").stringValue("")) ? UUID.randomUUID().toString() : TEXTS.get(random.nextInt(TEXTS.size())));
        };
    }

    private static ObjectNode object(JsonNode schema, JsonNode document, Random random, int depth) {
        ObjectNode object = NODES.objectNode();
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            if (random.nextInt(6) != 0) {
                object.set(field.getKey(), value(field.getValue(), document, random, depth + 1));
            }
        }
        JsonNode others = schema.path("additionalProperties");
        if (others.isObject()) {
            object.set(TEXTS.get(random.nextInt(TEXTS.size())), value(others, document, random, depth + 1));
        }
        return object;
    }

    private static JsonNode odd(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.arrayNode().add(NODES.nullNode());
            case 2 -> NODES.objectNode().put("x", 1);
            case 3 -> JSON.readTree(NUMBERS.get(random.nextInt(NUMBERS.size())));
            default -> NODES.stringNode(TEXTS.get(random.nextInt(TEXTS.size())));
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
