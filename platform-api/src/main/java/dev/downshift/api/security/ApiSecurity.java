package dev.downshift.api.security;

import dev.downshift.api.Problem;
import dev.downshift.api.ProblemWriter;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.http.PermissionCheck;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Who gets in at {@code /api} and the receiver of spans: whoever presents an API key that may read, and with one that may upload only at its uploads and at redactions. No session, no cookie. */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {

    private static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
    /** Swagger's page sets styles on its elements. */
    private static final String DOCUMENTATION = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            + " connect-src 'self'; frame-ancestors 'none'";

    @Bean
    WebMvcConfigurer apiPermissionCheck() {
        return PermissionCheck.at(check -> check.addPathPatterns("/api/**"));
    }

    @Bean
    @Order(1)
    SecurityFilterChain apiSecurityChain(HttpSecurity http, ApiKeys keys, ProblemWriter problems) {
        return http
                .securityMatcher("/api/**", "/v1/traces")
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.addHeaderWriter((request, response) -> response.setHeader(CONTENT_SECURITY_POLICY,
                        request.getRequestURI().startsWith(request.getContextPath() + "/api/swagger-ui/") ? DOCUMENTATION : NOTHING)))
                .authorizeHttpRequests(requests -> requests
                        .requestMatchers("/api/openapi", "/api/openapi/**", "/api/openapi.yaml", "/api/docs",
                                "/api/swagger-ui/**").permitAll()
                        .requestMatchers(HttpMethod.POST, "/api/v1/uploads", "/api/v1/uploads/**", "/api/v1/redactions", "/v1/traces", "/api/public/otel/v1/traces").hasAuthority(Permission.UPLOAD.name())
                        .requestMatchers("/api/v1/uploads", "/api/v1/uploads/**", "/api/v1/actor")
                        .hasAnyAuthority(Permission.VIEW.name(), Permission.UPLOAD.name())
                        .requestMatchers(HttpMethod.DELETE, "/api/v1/keys/*").authenticated()
                        .anyRequest().hasAuthority(Permission.VIEW.name()))
                .addFilterBefore(new ApiKeyFilter(keys), AnonymousAuthenticationFilter.class)
                .addFilterAfter(new ActorFilter(), AuthorizationFilter.class)
                .exceptionHandling(handling -> handling
                        .authenticationEntryPoint((request, response, e) -> {
                            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Downshift\"");
                            problems.write(request.getRequestURI(), response, Problem.UNAUTHENTICATED.detail(
                                    "Send an API key as 'Authorization: Bearer dsk_...'. Keys are made under Settings."));
                        })
                        .accessDeniedHandler((request, response, e) -> problems.write(request.getRequestURI(), response,
                                Problem.FORBIDDEN.detail("This API key has no scope for this address; make one with a scope that has it: UPLOAD to send traces, READ to look."))))
                .build();
    }
}
