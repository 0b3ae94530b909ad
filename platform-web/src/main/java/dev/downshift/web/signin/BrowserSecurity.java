package dev.downshift.web.signin;

import dev.downshift.core.tenancy.SignIn;
import dev.downshift.http.PermissionCheck;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Sessions, forms and headers of everything that no other chain takes. */
@Configuration(proxyBeanMethods = false)
class BrowserSecurity {

    /** No inline script or style, nothing from elsewhere. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** Back to the page that asked for a sign-in, else to the overview. */
    private static SavedRequestAwareAuthenticationSuccessHandler toWhatWasAskedFor() {
        var handler = new SavedRequestAwareAuthenticationSuccessHandler();
        handler.setRedirectStrategy(new RelativeRedirects());
        return handler;
    }

    @Bean
    WebMvcConfigurer pagePermissionCheck() {
        return PermissionCheck.at(check -> check.excludePathPatterns("/api/**"));
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE - 10)
    SecurityFilterChain browser(HttpSecurity http, SignIn signIn, SessionOrganizations organizations) {
        return http
                .authenticationProvider(new PasswordAuthentication(signIn))
                .authorizeHttpRequests(requests -> requests
                        .dispatcherTypeMatchers(DispatcherType.FORWARD).permitAll()
                        .requestMatchers("/sign-in", "/welcome", "/invitation/*", "/error", "/*.css", "/*.js", "/*.svg",
                                "/webjars/**", "/actuator/health/**")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .formLogin(form -> form
                        .loginPage("/sign-in")
                        .usernameParameter("email")
                        .successHandler(toWhatWasAskedFor())
                        .failureHandler((request, response, failure) -> response.sendRedirect(request.getContextPath()
                                + (failure instanceof LockedException ? "/sign-in?throttled" : "/sign-in?refused"))))
                .logout(out -> out.logoutUrl("/sign-out").logoutSuccessUrl("/sign-in?out").deleteCookies("SESSION"))
                .addFilterAfter(new ActorFilter(organizations), AuthorizationFilter.class)
                .headers(headers -> headers
                        .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(policy -> policy.policy("camera=(), microphone=(), geolocation=()"))
                        .crossOriginOpenerPolicy(policy -> policy.policy(
                                CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy.SAME_ORIGIN)))
                .build();
    }
}
