package dev.downshift.core.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.AccessDenied;
import dev.downshift.core.Conflict;
import dev.downshift.core.CoreTest;
import dev.downshift.core.NotFound;
import dev.downshift.core.Organizations;
import dev.downshift.core.SampleTask;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.engine.evaluation.OutputShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@CoreTest
class DatasetsTest {

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired Calls calls;
    @Autowired Datasets datasets;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    Organizations organizations;
    OrganizationId organization;
    Actor engineer;

    @BeforeEach
    void anEngineer() {
        organizations = new Organizations(onboarding, members);
        organization = organizations.create();
        engineer = organizations.member(organization, Role.ENGINEER);
    }

    private TaskId task(int count) throws IOException {
        return new SampleTask(uploads, ingest, calls, jdbc, transactions).create("ROUTE", OutputShape.LABEL, count);
    }

    @Test
    void aTaskFreezesIntoDisjointSplitsWithTheirManifest() throws IOException {
        Actor.call(engineer, () -> {
            DatasetView dataset = datasets.freeze(task(480));

            assertThat(dataset.examples()).isGreaterThan(100);
            assertThat(dataset.test()).isBetween(dataset.examples() / 10, dataset.examples() / 3);
            assertThat(dataset.manifest().path("leakage").path("sharedConversations").asInt(-1)).isZero();
            assertThat(dataset.manifest().path("leakage").path("sharedPrompts").asInt(-1)).isZero();
            assertThat(dataset.manifest().path("dropped").path("the call failed or has no answer").asInt(0)).isPositive();
            assertThat(dataset.manifest().path("splits").path("test").path("sha256").asString("")).hasSize(64);
            List<Integer> ordinals = new ArrayList<>();
            Set<String> prompts = new HashSet<>();
            for (Split split : Split.values()) {
                try (Stream<Example> examples = datasets.examples(dataset.id(), split)) {
                    examples.forEach(example -> {
                        ordinals.add(example.ordinal());
                        prompts.add(example.messages().toString());
                        assertThat(example.answer().path("content").asString("")).contains("intent");
                        assertThat(example.messages()).hasSize(2);
                        assertThat(example.parameters().path("response_format").path("type").asString("")).isEqualTo("json_object");
                    });
                }
            }
            assertThat(ordinals).hasSize(dataset.examples()).isSorted().startsWith(0).doesNotHaveDuplicates();
            assertThat(prompts).hasSize(dataset.examples());
            return null;
        });
    }

    @Test
    void measuresAllExamplesThatAreTrainedOn() throws IOException {
        Actor.call(engineer, () -> {
            DatasetView dataset = datasets.freeze(task(480));
            IntSummaryStatistics characters = new IntSummaryStatistics();
            try (Stream<Example> examples = datasets.examples(dataset.id(), Split.TRAIN)) {
                examples.forEach(example -> characters.accept(example.messages().toString().length() + example.answer().toString().length()));
            }

            Datasets.Sizes sizes = datasets.trainingSizes(dataset.id());

            assertThat((double) sizes.mean()).isCloseTo(characters.getAverage(), Percentage.withPercentage(20));
            assertThat((double) sizes.longest()).isCloseTo(characters.getMax(), Percentage.withPercentage(20));
            assertThat(sizes.tools()).isFalse();
            return null;
        });
    }

    @Test
    void freezingTheSameCallsAgainGivesTheSameDataset() throws IOException {
        Actor.call(engineer, () -> {
            TaskId task = task(250);
            DatasetView first = datasets.freeze(task);
            assertThat(datasets.freeze(task)).isEqualTo(first);
            assertThat(datasets.list(task, null).items()).containsExactly(first);
            return null;
        });
    }

    @Test
    void ofTwoWhoFreezeTogetherBothGetTheSameDataset() throws Exception {
        TaskId task = Actor.call(engineer, () -> task(250));
        CountDownLatch start = new CountDownLatch(1);
        Callable<DatasetView> freeze = () -> {
            start.await();
            return Actor.call(engineer, () -> datasets.freeze(task));
        };
        try (ExecutorService people = Executors.newFixedThreadPool(2)) {
            Future<DatasetView> first = people.submit(freeze);
            Future<DatasetView> second = people.submit(freeze);
            start.countDown();
            assertThat(first.get()).isEqualTo(second.get());
        }
    }

    @Test
    void nobodyCanChangeAFrozenDataset() throws IOException {
        Actor.call(engineer, () -> {
            datasets.freeze(task(250));
            for (String statement : List.of("update dataset set name = 'x'", "delete from dataset", "update dataset_example set body = '{}'", "delete from dataset_example")) {
                assertThatThrownBy(() -> transactions.executeWithoutResult(status -> jdbc.sql(statement).update())).hasStackTraceContaining("permission denied");
            }
            return null;
        });
    }

    @Test
    void examplesAreReadPageByPage() throws IOException {
        Actor.call(engineer, () -> {
            DatasetView dataset = datasets.freeze(task(400));
            var first = datasets.page(dataset.id(), Split.TRAIN, null);
            var second = datasets.page(dataset.id(), Split.TRAIN, first.next());
            assertThat(first.items()).hasSize(25);
            assertThat(second.items().getFirst().ordinal()).isEqualTo(first.items().getLast().ordinal() + 1);
            return null;
        });
    }

    @Test
    void tooFewCallsAreAConflictThatSaysSo() throws IOException {
        Actor.call(engineer, () -> {
            TaskId task = task(15);
            assertThatThrownBy(() -> datasets.freeze(task)).isInstanceOf(Conflict.class).hasMessageContaining("at least 20");
            return null;
        });
    }

    @Test
    void anotherOrganizationSeesNothing() throws IOException {
        DatasetView dataset = Actor.call(engineer, () -> datasets.freeze(task(250)));
        Actor stranger = organizations.member(organizations.create(), Role.ENGINEER);
        Actor.run(stranger, () -> {
            assertThatThrownBy(() -> datasets.get(dataset.id())).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> datasets.freeze(dataset.task())).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> datasets.page(dataset.id(), Split.TEST, null)).isInstanceOf(NotFound.class);
            assertThat(datasets.list(null, null).items()).isEmpty();
        });
    }

    @Test
    void aViewerMayLookButNotFreeze() throws IOException {
        DatasetView dataset = Actor.call(engineer, () -> datasets.freeze(task(250)));
        Actor.run(organizations.member(organization, Role.VIEWER), () -> {
            assertThat(datasets.get(dataset.id())).isEqualTo(dataset);
            assertThatThrownBy(() -> datasets.freeze(dataset.task())).isInstanceOf(AccessDenied.class);
        });
    }
}
