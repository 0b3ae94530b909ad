package dev.downshift.gateway;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.ComponentScan;

/** Brings the gateway into every process that has it on its class path. */
@AutoConfiguration
@ComponentScan("dev.downshift.gateway")
@ConfigurationPropertiesScan("dev.downshift.gateway")
public class GatewayConfiguration {}
