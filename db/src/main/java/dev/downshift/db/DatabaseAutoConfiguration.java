package dev.downshift.db;

import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;

/**
 * The database that comes along where none is configured. An external one is configured by {@code spring.datasource.*}
 * for the application role and {@code spring.flyway.user} and {@code spring.flyway.password} for the owner.
 */
@AutoConfiguration(before = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@EnableConfigurationProperties(DatabaseProperties.class)
@ConditionalOnProperty(name = "spring.datasource.url", matchIfMissing = true, havingValue = "false")
public class DatabaseAutoConfiguration {

    @Bean(destroyMethod = "close")
    Database database(DatabaseProperties properties, @Value("${downshift.home}") Path home) throws SQLException {
        return switch (properties.mode()) {
            case EMBEDDED -> embedded(home.toAbsolutePath().normalize().resolve("database"));
            case TEMPORARY -> TemporaryDatabases.create(home.toAbsolutePath().normalize());
        };
    }

    @Bean
    JdbcConnectionDetails jdbcConnectionDetails(Database database) {
        return new ApplicationConnection(database);
    }

    @Bean
    FlywayConnectionDetails flywayConnectionDetails(Database database) {
        return new OwnerConnection(database);
    }

    private static Database embedded(Path folder) throws SQLException {
        EmbeddedPostgres postgres =
                EmbeddedPostgres.start(PostgresBinaries.require(), folder, EmbeddedPostgres.Durability.FULL);
        try {
            postgres.server().createRoles();
            postgres.server().createDatabase("downshift");
        } catch (SQLException e) {
            postgres.close();
            throw e;
        }
        return new Database(postgres.server(), "downshift", postgres::close);
    }

    private record ApplicationConnection(Database database) implements JdbcConnectionDetails {
        @Override
        public @Nullable String getUsername() {
            return database.application().role();
        }

        @Override
        public @Nullable String getPassword() {
            return database.application().password();
        }

        @Override
        public String getJdbcUrl() {
            return database.url();
        }
    }

    private record OwnerConnection(Database database) implements FlywayConnectionDetails {
        @Override
        public @Nullable String getUsername() {
            return database.owner().role();
        }

        @Override
        public @Nullable String getPassword() {
            return database.owner().password();
        }

        @Override
        public @Nullable String getJdbcUrl() {
            return database.url();
        }
    }
}
