package dev.downshift.core.imports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an import is to be.
 *
 * @param credential null keeps the stored one, where the source stays on its host
 * @param since the oldest that is fetched; null for everything there is
 */
public record ImportDraft(String name, Source source, @Nullable Credential credential, Schedule schedule, @Nullable Instant since) {}
