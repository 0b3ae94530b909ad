package dev.downshift.core.imports;

import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What of an import is encrypted with the organization's key, each bound to its import. */
@Component
class Sealed {

    private final OrganizationKeys keys;
    private final JsonMapper json;

    Sealed(OrganizationKeys keys, JsonMapper json) {
        this.keys = keys;
        this.json = json;
    }

    byte[] credential(OrganizationId organization, ImportId id, Credential credential) {
        return seal(organization, "import-credential", id, credential);
    }

    @Nullable Credential credential(OrganizationId organization, ImportId id, byte @Nullable [] sealed) {
        return open(organization, "import-credential", id, sealed, Credential.class);
    }

    byte @Nullable [] position(OrganizationId organization, ImportId id, @Nullable Position position) {
        return position == null ? null : seal(organization, "import-position", id, position);
    }

    @Nullable Position position(OrganizationId organization, ImportId id, byte @Nullable [] sealed) {
        return open(organization, "import-position", id, sealed, Position.class);
    }

    private byte[] seal(OrganizationId organization, String purpose, ImportId id, Object value) {
        return keys.encrypt(organization, json.writeValueAsBytes(value), associated(purpose, id));
    }

    private <T> @Nullable T open(OrganizationId organization, String purpose, ImportId id, byte @Nullable [] sealed, Class<T> type) {
        return sealed == null ? null : json.readValue(keys.decrypt(organization, sealed, associated(purpose, id)), type);
    }

    private static byte[] associated(String purpose, ImportId id) {
        return (purpose + " " + id).getBytes(StandardCharsets.UTF_8);
    }
}
