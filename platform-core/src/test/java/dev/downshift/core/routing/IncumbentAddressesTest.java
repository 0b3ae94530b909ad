package dev.downshift.core.routing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.InvalidInput;
import java.net.URI;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class IncumbentAddressesTest {

    private final ApplicationContextRunner context = new ApplicationContextRunner().withUserConfiguration(IncumbentConfiguration.class);
    private final ApplicationContextRunner cluster = context.withPropertyValues("spring.datasource.url=jdbc:postgresql://database/downshift");

    @Test
    void onTheEmbeddedDatabaseThisMachineIsAllowedAndItsNetworkIsNot() {
        context.run(beans -> {
            IncumbentAddresses addresses = beans.getBean(IncumbentAddresses.class);
            allowed(addresses, "http://localhost:11434/v1");
            allowed(addresses, "http://[::1]:11434/v1");
            allowed(addresses, "https://1.1.1.1/v1");
            refused(addresses, "https://10.0.0.1/v1").hasMessageContaining("private network");
            refused(addresses, "http://1.1.1.1/v1").hasMessageContaining("not encrypted");
            refused(addresses, "https://no-such-host.invalid/v1").hasMessageContaining("is not known");
        });
    }

    @Test
    void onADatabaseElsewhereThisMachineIsPrivateToo() {
        cluster.run(beans -> refused(beans.getBean(IncumbentAddresses.class), "http://127.0.0.1:11434/v1"));
    }

    @Test
    void theOperatorDecides() {
        context.withPropertyValues("downshift.gateway.allow-loopback-incumbents=false")
                .run(beans -> refused(beans.getBean(IncumbentAddresses.class), "http://127.0.0.1/v1"));
        cluster.withPropertyValues("downshift.gateway.allow-loopback-incumbents=true").run(beans -> {
            allowed(beans.getBean(IncumbentAddresses.class), "http://127.0.0.1/v1");
            refused(beans.getBean(IncumbentAddresses.class), "http://10.0.0.1/v1");
        });
        cluster.withPropertyValues("downshift.gateway.allow-private-incumbents=true").run(beans -> {
            allowed(beans.getBean(IncumbentAddresses.class), "http://127.0.0.1/v1");
            allowed(beans.getBean(IncumbentAddresses.class), "http://10.0.0.1/v1");
        });
    }

    private static void allowed(IncumbentAddresses addresses, String address) {
        assertThatCode(() -> addresses.check(URI.create(address))).doesNotThrowAnyException();
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(IncumbentAddresses addresses, String address) {
        return assertThatThrownBy(() -> addresses.check(URI.create(address))).isInstanceOf(InvalidInput.class);
    }
}
