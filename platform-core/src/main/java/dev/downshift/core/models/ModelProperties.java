package dev.downshift.core.models;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which base models workers can reach.
 *
 * @param hub whether workers can download from the model hub
 */
@ConfigurationProperties("downshift.models")
record ModelProperties(@DefaultValue("false") boolean hub) {}
