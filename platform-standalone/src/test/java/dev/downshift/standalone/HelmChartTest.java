package dev.downshift.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/** The chart, linted and rendered by Helm itself. */
class HelmChartTest {

    private static final String CANDIDATE = "0198c0de-0000-7000-8000-000000000001";

    private final Helm chart = new Helm(projectFolder().resolve("helm/downshift"));

    @Test
    void passesTheStrictLint() {
        var result = chart.lint().strict().call();

        assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
    }

    @Test
    void rendersEveryComponentWithAServiceOfItsOwn() {
        var resources = render(chart.template()
                .set("edge.models[0].candidate", CANDIDATE)
                .set("edge.models[0].file", "runs/one/model.gguf"));

        assertThat(namesOf(resources, "Deployment"))
                .containsExactlyInAnyOrder("test-api", "test-web", "test-worker", "test-gateway", "test-edge-0198c0de");
        assertThat(namesOf(resources, "Service"))
                .containsExactlyInAnyOrder("test-api", "test-web", "test-worker", "test-gateway", "test-edge-0198c0de");
    }

    @Test
    void runsEveryPodAsAnUnprivilegedUserWithProbes() {
        var deployments = ofKind(render(chart.template()
                .set("edge.models[0].candidate", CANDIDATE)
                .set("edge.models[0].file", "runs/one/model.gguf")), "Deployment");

        assertThat(deployments).hasSize(5).allSatisfy(deployment -> {
            var pod = at(deployment, "spec", "template", "spec");
            assertThat(at(pod, "securityContext")).containsEntry("runAsNonRoot", true);
            var container = at(list(pod, "containers").getFirst());
            assertThat(at(container, "securityContext"))
                    .containsEntry("allowPrivilegeEscalation", false)
                    .containsEntry("readOnlyRootFilesystem", true);
            assertThat(container).containsKeys("readinessProbe", "livenessProbe", "resources");
        });
    }

    @Test
    void takesEveryCredentialFromASecret() {
        for (var workload : workloads(render(chart.template()))) {
            assertThat(environment(workload))
                    .filteredOn(variable -> String.valueOf(variable.get("name")).matches(".*(PASSWORD|USER|USERNAME|KEY|CODE)"))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allSatisfy(variable -> assertThat(variable).containsKey("valueFrom").doesNotContainKey("value"));
        }
    }

    @Test
    void givesTheOwnerOfTheDatabaseToTheMigrationAlone() {
        var withOwner = workloads(render(chart.template())).stream()
                .filter(workload -> environment(workload).toString().contains("owner-password"))
                .toList();

        assertThat(withOwner).hasSize(1).first().satisfies(job -> {
            assertThat(job).containsEntry("kind", "Job");
            assertThat(at(job, "metadata")).containsEntry("name", "test-migration-1");
        });
    }

    @Test
    void asksEveryWebPodForTheSameSetupCode() {
        assertThat(workloads(render(chart.template())))
                .filteredOn(workload -> environment(workload).toString().contains("DOWNSHIFT_SETUP_CODE"))
                .extracting(workload -> at(workload, "metadata").get("name")).containsExactly("test-web");
    }

    @Test
    void leavesRoomForTheTrainerOfTheSmallestBaseModel() throws IOException {
        var worker = at(new Yaml().load(Files.readString(projectFolder().resolve("helm/downshift/values.yaml"))), "worker");
        var gigabytes = Integer.parseInt(String.valueOf(at(worker, "resources", "limits").get("memory")).replace("Gi", ""));
        var besideTheHeap = gigabytes * 1.073 * (100 - (int) Objects.requireNonNull(worker.get("heapPercentage"))) / 100;
        var catalogue = JsonMapper.shared().readTree(
                projectFolder().resolve("platform-core/src/main/resources/dev/downshift/core/models/base-models.json"));
        var smallest = catalogue.valueStream().mapToDouble(model -> model.path("trainingGigabytes").asDouble()).min().orElseThrow();

        assertThat(besideTheHeap).isGreaterThan(smallest + 0.5);
    }

    @Test
    void opensThePortOfOtlpOverGrpcUnlessItIsSwitchedOff() {
        assertThat(render(chart.template()).toString()).contains("appProtocol=kubernetes.io/h2c", "containerPort=4317", "{name=DOWNSHIFT_TELEMETRY_GRPC_PORT, value=4317}");
        assertThat(render(chart.template().set("api.otlpGrpc", "false")).toString())
                .contains("{name=DOWNSHIFT_TELEMETRY_GRPC_PORT, value=-1}").doesNotContain("4317");
    }

    @Test
    void keepsUploadsInABucketWhereOneIsNamed() {
        assertThat(workloads(render(chart.template()))).noneMatch(workload -> environment(workload).toString().contains("DOWNSHIFT_BLOBS"));

        var workloads = workloads(render(chart.template().set("blobs.bucket", "raw-files").set("blobs.endpoint", "https://minio.example.com")
                .set("blobs.existingSecret", "blobs").set("imports.allowedAddresses[0]", "10.1.0.0/16").set("imports.allowedAddresses[1]", "langfuse.internal")));
        assertThat(workloads).filteredOn(workload -> environment(workload).toString().contains("DOWNSHIFT_BLOBS_BUCKET"))
                .extracting(workload -> at(workload, "metadata").get("name")).containsExactlyInAnyOrder("test-api", "test-web", "test-worker", "test-gateway");
        assertThat(environment(workloads.getFirst()).toString()).contains("raw-files", "https://minio.example.com", "10.1.0.0/16,langfuse.internal")
                .contains("{name=DOWNSHIFT_BLOBS_SECRETKEY, valueFrom={secretKeyRef={name=blobs, key=secret-key}}}");
    }

    @Test
    void grantsNothingInTheCluster() {
        assertThat(namesOf(render(chart.template()), "Role")).isEmpty();
        assertThat(namesOf(render(chart.template()), "RoleBinding")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "worker.replicas=many", "api.otlpGrpc=maybe", "api.replicas=-1", "database.url=mysql://x", "database.existingSecret=", "edge.models[0].file=/etc/passwd",
        "blobs.endpoint=minio", "blobs.bucket=s3://x", "unknown=1"
    })
    void refusesValuesOutsideTheSchema(String setting) {
        var parts = setting.split("=", -1);

        assertThatThrownBy(() -> chart.template().set(parts[0], parts[1]).withName("test").call())
                .hasMessageContaining("values don't meet the specifications of the schema");
    }

    private static List<Map<String, Object>> render(TemplateCommand command) {
        var resources = new ArrayList<Map<String, Object>>();
        for (var document : new Yaml().loadAll(command.withName("test").call())) {
            if (document != null) {
                resources.add(at(document));
            }
        }
        return resources;
    }

    private static List<Map<String, Object>> ofKind(List<Map<String, Object>> resources, String kind) {
        return resources.stream().filter(resource -> kind.equals(resource.get("kind"))).toList();
    }

    private static List<Map<String, Object>> workloads(List<Map<String, Object>> resources) {
        return Stream.of("Deployment", "Job").flatMap(kind -> ofKind(resources, kind).stream()).toList();
    }

    private static List<Map<String, Object>> environment(Map<String, Object> workload) {
        var container = at(list(at(workload, "spec", "template", "spec"), "containers").getFirst());
        return list(container, "env").stream().map(HelmChartTest::at).toList();
    }

    private static List<String> namesOf(List<Map<String, Object>> resources, String kind) {
        return ofKind(resources, kind).stream().map(resource -> String.valueOf(at(resource, "metadata").get("name"))).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> at(Object node, String... path) {
        var current = (Map<String, Object>) node;
        for (var key : path) {
            current = (Map<String, Object>) Objects.requireNonNull(current.get(key), key);
        }
        return current;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Map<String, Object> node, String key) {
        return (List<Object>) Objects.requireNonNull(node.get(key), key);
    }

    static Path projectFolder() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("mvnw")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the tests run inside the project"));
    }
}
