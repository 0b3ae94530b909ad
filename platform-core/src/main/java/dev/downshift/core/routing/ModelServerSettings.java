package dev.downshift.core.routing;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How models are served.
 *
 * @param url of a server that answers for all models by their names, as vLLM does in a cluster; null serves each by a local process
 * @param edges addresses of servers that each answer for one model, by the model's name; the others are served as without
 * @param edgeJar the executable jar of the edge server; null finds it on the class path or beside the running jar
 * @param contextTokens what a prompt and its answer may have together
 * @param threads for one model; 0 takes half of the processors
 * @param most how many models are served at the same time; the one unused longest makes room
 * @param idleStop after how long unused a model's process ends
 * @param startLimit how long a start may take
 */
@ConfigurationProperties("downshift.model-servers")
record ModelServerSettings(
        @Nullable URI url,
        @DefaultValue Map<String, URI> edges,
        @Nullable Path edgeJar,
        @DefaultValue("4096") int contextTokens,
        @DefaultValue("0") int threads,
        @DefaultValue("4") int most,
        @DefaultValue("30m") Duration idleStop,
        @DefaultValue("60s") Duration startLimit) {}
