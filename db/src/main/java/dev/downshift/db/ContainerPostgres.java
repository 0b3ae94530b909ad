package dev.downshift.db;

import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL with pgvector in a container, for tests on a machine with a Docker engine. */
final class ContainerPostgres {

    private ContainerPostgres() {}

    /** Starts a container that ends with this process. */
    @SuppressWarnings("resource")
    static DatabaseServer start() {
        Passwords passwords = Passwords.generate();
        PostgreSQLContainer container = new PostgreSQLContainer(
                        DockerImageName.parse("pgvector/pgvector:pg18").asCompatibleSubstituteFor("postgres"))
                .withUsername("postgres")
                .withPassword(passwords.superuser());
        container.start();
        return new DatabaseServer(container.getHost(), container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                "postgres", passwords);
    }
}
