package dev.downshift.core.tenancy;

import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.TransactionDefinition;

/** Hands the tenant to the database when a transaction begins, and to Hibernate when a session does. */
@Configuration(proxyBeanMethods = false)
class TenantPersistence {

    @Bean
    HibernateJpaVendorAdapter jpaVendorAdapter() {
        return new TenantVendorAdapter();
    }

    @Bean
    HibernatePropertiesCustomizer tenantIdentifier() {
        return properties ->
                properties.put(MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new TenantIdentifierResolver());
    }

    private static final class TenantVendorAdapter extends HibernateJpaVendorAdapter {
        private final HibernateJpaDialect dialect = new TenantDialect();

        @Override
        public HibernateJpaDialect getJpaDialect() {
            return dialect;
        }
    }

    /**
     * Without a tenant the transaction begins all the same, because the registries of Spring's own libraries have none;
     * the policies of the tenant tables then fail loudly.
     */
    private static final class TenantDialect extends HibernateJpaDialect {
        @Override
        public Object beginTransaction(EntityManager entityManager, TransactionDefinition definition) throws SQLException {
            Object transaction = super.beginTransaction(entityManager, definition);
            String organization = Tenant.currentIfAny().map(OrganizationId::toString).orElse("");
            String person = Tenant.personIfAny().map(PersonId::toString).orElse("");
            entityManager.unwrap(Session.class).doWork(connection -> {
                try (var statement = connection.prepareStatement(
                        "select set_config('app.organization', ?, true), set_config('app.person', ?, true)")) {
                    statement.setString(1, organization);
                    statement.setString(2, person);
                    statement.execute();
                }
            });
            return transaction;
        }
    }

    private static final class TenantIdentifierResolver implements CurrentTenantIdentifierResolver<UUID> {
        private static final UUID NONE = new UUID(0, 0);

        @Override
        public UUID resolveCurrentTenantIdentifier() {
            return Tenant.currentIfAny().map(OrganizationId::value).orElse(NONE);
        }

        @Override
        public boolean validateExistingCurrentSessions() {
            return false;
        }
    }
}
