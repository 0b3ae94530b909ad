package dev.downshift.api;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** Brings the API into every process that has it on its class path. */
@AutoConfiguration
@ComponentScan("dev.downshift.api")
public class ApiConfiguration {

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Downshift")
                        .version("v1")
                        .description("Finds the repeated work in LLM-agent traces and moves it to small, proven, fine-tuned"
                                + " models. Errors are problem details (RFC 9457).")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .components(new Components().addSecuritySchemes("apiKey", new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .bearerFormat("dsk_<organization>_<secret>")))
                .addSecurityItem(new SecurityRequirement().addList("apiKey"));
    }
}
