package dev.downshift.gateway;

import dev.downshift.core.tenancy.ApiKeys;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/** Who gets in at {@code /v1}: whoever presents an API key made for the gateway. No session, no cookie. */
@Configuration(proxyBeanMethods = false)
class GatewaySecurity {

    @Bean
    @Order(2)
    SecurityFilterChain gatewaySecurityChain(HttpSecurity http, ApiKeys keys) {
        return http
                .securityMatcher("/v1/**")
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                // The key filter answers by itself, in the error format of the OpenAI API.
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .addFilterAfter(new GatewayKeyFilter(keys), AuthorizationFilter.class)
                .build();
    }
}
