package dev.downshift.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Which server answers for a model where some have one of their own. */
class KnownModelServersTest {

    private static final URI OWN = URI.create("http://downshift-edge-0190c2d4:8084");
    private static final URI SHARED = URI.create("http://models:8000");
    private static final String CANDIDATE = "0190c2d4-7b1e-7cc3-98c4-dc0c0c07398f";

    @Test
    void aModelWithAServerOfItsOwnIsServedThere() {
        var servers = new KnownModelServers(fromEnvironment(), new FixedModelServers(SHARED));

        assertThat(servers.serve(model(CANDIDATE))).isEqualTo(OWN);
        assertThat(servers.ready(model(CANDIDATE))).contains(OWN);
    }

    @Test
    void theOthersAreServedAsBefore() {
        var servers = new KnownModelServers(fromEnvironment(), new FixedModelServers(SHARED));

        assertThat(servers.serve(model("base"))).isEqualTo(SHARED);
        assertThat(servers.ready(model("base"))).contains(SHARED);
    }

    /** As the Helm chart writes it, whose variables keep neither dashes nor case. */
    private static Map<String, URI> fromEnvironment() {
        var environment = new StandardEnvironment();
        environment.getPropertySources().replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of("DOWNSHIFT_MODELSERVERS_EDGES_0190C2D47B1E7CC398C4DC0C0C07398F", OWN.toString())));
        return Binder.get(environment).bind("downshift.model-servers", ModelServerSettings.class).get().edges();
    }

    private static ServableModel model(String name) {
        return new ServableModel(name, Path.of("model.gguf"));
    }
}
