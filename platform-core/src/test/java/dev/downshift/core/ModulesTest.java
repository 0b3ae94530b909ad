package dev.downshift.core;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModulesTest {

    @Test
    void capabilitiesTalkThroughTheirPublicTypesAndNotInCircles() {
        ApplicationModules.of(CoreAutoConfiguration.class).verify();
    }
}
