package dev.downshift.api;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import jakarta.servlet.DispatcherType;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.Ordered;

/** Brings the API into every process that has it on its class path. */
@AutoConfiguration
@ComponentScan("dev.downshift.api")
public class ApiConfiguration {

    /** Beside pages and a gateway the API answers for its own addresses only. */
    @Bean
    @ConditionalOnMissingBean
    AnsweredAddresses answeredAddresses() {
        return AnsweredAddresses.OF_THE_API;
    }

    @Bean
    FilterRegistrationBean<ApiErrors> apiErrors(ProblemWriter writer, AnsweredAddresses addresses) {
        var registration = new FilterRegistrationBean<>(new ApiErrors(writer, addresses));
        registration.setDispatcherTypes(DispatcherType.ERROR);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> refusedAddresses(ProblemWriter writer, AnsweredAddresses addresses) {
        return server -> server.addEngineValves(new RefusedAddresses(writer, addresses));
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Downshift")
                        .version("v1")
                        .description("Finds the repeated work in LLM-agent traces and moves it to small, proven, fine-tuned"
                                + " models. Errors are problem details (RFC 9457).")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .servers(List.of(new Server().url("/")))
                .components(new Components().addSecuritySchemes("apiKey", new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("dsk_<organization>_<secret>")))
                .addSecurityItem(new SecurityRequirement().addList("apiKey"));
    }
}
