package dev.downshift.api;

import dev.downshift.db.Migration;
import jakarta.servlet.DispatcherType;
import java.util.Arrays;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** The API as a process of its own; with {@code migrate} as the first argument it brings the schema up to date instead, and ends. */
@EnableAutoConfiguration
public class ApiApplication {

    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("migrate")) {
            Migration.run(Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        SpringApplication application = new SpringApplication(ApiApplication.class);
        application.setDefaultProperties(Map.of("server.port", "8081"));
        application.run(arguments);
    }

    /** There are no pages here, so every failure is answered with a problem. */
    @Bean
    AnsweredAddresses answeredAddresses() {
        return address -> true;
    }

    /** Beside the API there is only the health of the process. */
    @Bean
    @Order
    SecurityFilterChain everythingElse(HttpSecurity http) {
        return http
                .authorizeHttpRequests(requests -> requests
                        .dispatcherTypeMatchers(DispatcherType.ERROR).permitAll()
                        .requestMatchers("/actuator/health/**", "/actuator/info").permitAll()
                        .anyRequest().denyAll())
                .build();
    }
}
