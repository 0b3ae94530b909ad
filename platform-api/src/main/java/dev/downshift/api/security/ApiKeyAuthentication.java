package dev.downshift.api.security;

import dev.downshift.core.tenancy.ApiKey;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** A request with a valid API key; its authorities are the permissions of the actor. */
final class ApiKeyAuthentication extends AbstractAuthenticationToken {

    private final transient ApiKey.Bearer bearer;

    ApiKeyAuthentication(ApiKey.Bearer bearer) {
        super(AuthorityUtils.createAuthorityList(bearer.actor().permissions().stream().map(Enum::name).toList()));
        this.bearer = bearer;
        setAuthenticated(true);
    }

    ApiKey.Bearer bearer() {
        return bearer;
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return bearer.actor().name();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
