package dev.downshift.api.organization;

import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.ApiKey;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The organization of the API key, its members and its keys. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Organization")
class OrganizationApi {

    private final Members members;
    private final ApiKeys keys;

    OrganizationApi(Members members, ApiKeys keys) {
        this.members = members;
        this.keys = keys;
    }

    record OrganizationView(UUID id, String name, String slug, Instant createdAt) {}

    record ActorView(String kind, @Nullable UUID id, String name, UUID organization, Set<Permission> permissions) {}

    record MemberView(UUID person, String email, String name, Role role, Instant since) {}

    record KeyView(UUID id, String name, String hint, Set<Scope> scopes, String createdBy, Instant createdAt,
            @Nullable Instant expiresAt, @Nullable Instant lastUsedAt, @Nullable Instant revokedAt) {}

    /**
     * What to make.
     *
     * @param expiresAt in the future and within ten years; left out for a key without an end
     */
    record NewKey(@Nullable String name, @Nullable Set<Scope> scopes, @Nullable Instant expiresAt) {}

    record IssuedView(UUID id, String secret) {
        @Override
        public String toString() {
            return id.toString();
        }
    }

    @GetMapping("/organization")
    @Operation(summary = "The organization the API key belongs to")
    OrganizationView organization() {
        var organization = members.organization();
        return new OrganizationView(organization.id().value(), organization.name(), organization.slug(), organization.since());
    }

    @GetMapping("/actor")
    @Operation(summary = "Who the API key acts as, and what it may do")
    ActorView actor() {
        Actor actor = Actor.current();
        return new ActorView(actor.kind().name(), actor.id(), actor.name(), actor.organization().value(), actor.permissions());
    }

    @GetMapping("/members")
    @Operation(summary = "The members and their roles")
    List<MemberView> members() {
        return members.list().stream()
                .map(member -> new MemberView(member.person().value(), member.email(), member.displayName(), member.role(),
                        member.since()))
                .toList();
    }

    @GetMapping("/keys")
    @Operation(summary = "The API keys, without their secrets")
    List<KeyView> keys() {
        return keys.list().stream()
                .map(key -> new KeyView(key.id().value(), key.name(), key.hint(), key.scopes(), key.createdByName(),
                        key.createdAt(), key.expiresAt(), key.lastUsedAt(), key.revokedAt()))
                .toList();
    }

    @Requires(Permission.MANAGE_KEYS)
    @PostMapping("/keys")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Makes an API key, which can do no more than the one that makes it; its secret is in this answer and never shown again")
    IssuedView issue(@RequestBody NewKey key) {
        Set<Scope> scopes = key.scopes() == null ? Set.of() : key.scopes();
        ApiKey.Issued issued = keys.issue(key.name() == null ? "" : key.name(), scopes, key.expiresAt());
        return new IssuedView(issued.id().value(), issued.secret());
    }

    @DeleteMapping("/keys/{key}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Ends an API key, for example one that leaked; a key can end itself, and others with the scope KEYS")
    void revoke(@PathVariable String key) {
        keys.revoke(ApiKey.Id.of(key));
    }
}
