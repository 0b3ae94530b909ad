package dev.downshift.gateway.chat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** JSON schemas as requests bring them along: broken ones, and ones that refer to themselves without end, among them. */
final class RequestSchemas {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private RequestSchemas() {}

    /** Whether a value can be validated against it at all. */
    static boolean isUsable(JsonNode schema) {
        try {
            SCHEMAS.getSchema(schema).validate(NullNode.getInstance());
            return true;
        } catch (RuntimeException | StackOverflowError broken) {
            return false;
        }
    }

    /** Whether a value is valid; nothing is by a schema that cannot be used. */
    static boolean fits(JsonNode schema, JsonNode value) {
        try {
            return SCHEMAS.getSchema(schema).validate(value).isEmpty();
        } catch (RuntimeException | StackOverflowError broken) {
            return false;
        }
    }
}
