package dev.downshift.web.training;

import dev.downshift.core.NotFound;
import dev.downshift.core.dataprotection.Lineage;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.models.ModelCatalogue;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.core.training.CandidateId;
import dev.downshift.core.training.Candidates;
import dev.downshift.core.training.TrainingEvent;
import dev.downshift.core.training.TrainingRunId;
import dev.downshift.core.training.TrainingRunView;
import dev.downshift.core.training.TrainingRuns;
import dev.downshift.core.training.TrainingSettings;
import dev.downshift.web.shell.Address;
import dev.downshift.web.shell.Display;
import dev.downshift.web.shell.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Training runs: the list, a new one, one of them live, and its exports. */
@Controller
@RequestMapping("/runs")
class RunPages {

    private final TrainingRuns runs;
    private final Candidates candidates;
    private final ModelCatalogue catalogue;
    private final Datasets datasets;
    private final Lineage lineage;
    private final Texts texts;
    private final Display display;

    RunPages(TrainingRuns runs, Candidates candidates, ModelCatalogue catalogue, Datasets datasets, Lineage lineage, Texts texts, Display display) {
        this.runs = runs;
        this.candidates = candidates;
        this.catalogue = catalogue;
        this.datasets = datasets;
        this.lineage = lineage;
        this.texts = texts;
        this.display = display;
    }

    @GetMapping
    String list(@RequestParam(required = false) @Nullable String task, @RequestParam(required = false) @Nullable String cursor, Model model) {
        var page = runs.list(task == null ? null : TaskId.of(task), cursor);
        model.addAttribute("runs", page.items().stream().map(RunRow::of).toList());
        model.addAttribute("next", page.next() == null ? null : Address.of("/runs").with("task", task).with("cursor", page.next()).toString());
        return "runs/list";
    }

    @GetMapping("/new")
    String form(@RequestParam String dataset, @RequestParam(required = false) @Nullable String baseModel, Model model) {
        var id = DatasetId.of(dataset);
        var chosen = baseModel == null ? runs.propose(id) : runs.estimate(id, baseModel, TrainingSettings.DEFAULT);
        model.addAttribute("dataset", datasets.get(id));
        model.addAttribute("erased", lineage.erasedExamples(id));
        model.addAttribute("proposal", chosen);
        model.addAttribute("models", catalogue.all());
        model.addAttribute("settings", TrainingSettings.DEFAULT);
        return "runs/new";
    }

    @Requires(Permission.TRAIN)
    @PostMapping
    String start(@RequestParam String dataset, @RequestParam String baseModel, @RequestParam int epochs, @RequestParam int maxSeconds) {
        var usual = TrainingSettings.DEFAULT;
        var settings = new TrainingSettings(epochs, maxSeconds, usual.maxSteps(), usual.rank(), usual.layers(), usual.learningRate(),
                usual.batchSize(), usual.seed());
        return "redirect:/runs/" + runs.start(DatasetId.of(dataset), baseModel, settings);
    }

    @GetMapping("/{id}")
    String run(@PathVariable String id, Model model) {
        fill(TrainingRunId.of(id), model);
        return "runs/run";
    }

    /** The part of the page that changes while a run is at work. */
    @GetMapping("/{id}/live")
    String live(@PathVariable String id, Model model) {
        fill(TrainingRunId.of(id), model);
        return "runs/live :: live";
    }

    @Requires(Permission.TRAIN)
    @PostMapping("/{id}/cancel")
    String cancel(@PathVariable String id) {
        runs.cancel(TrainingRunId.of(id));
        return "redirect:/runs/" + id;
    }

    @GetMapping("/{id}/files/{file}")
    ResponseEntity<Resource> download(@PathVariable String id, @PathVariable String file) {
        CandidateId candidate = runs.get(TrainingRunId.of(id)).candidate();
        if (candidate == null) {
            throw new NotFound("file");
        }
        var files = candidates.get(candidate);
        var path = switch (file) {
            case "model.gguf" -> files.gguf();
            case "adapter_model.safetensors", "adapter_config.json" -> files.directory().resolve("adapter").resolve(file);
            case "Modelfile" -> files.directory().resolve(file);
            default -> throw new NotFound("file");
        };
        var name = file.equals("model.gguf") ? String.valueOf(path.getFileName()) : file;
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(name).build().toString())
                .body(new FileSystemResource(path));
    }

    private void fill(TrainingRunId id, Model model) {
        var row = RunRow.of(runs.get(id));
        var events = events(id);
        model.addAttribute("row", row);
        model.addAttribute("run", row.run());
        model.addAttribute("erased", lineage.erasedExamples(row.run().dataset()));
        model.addAttribute("progress", progress(row.run()));
        model.addAttribute("chart", LossChart.of(events, texts));
        model.addAttribute("events", events.stream().filter(event -> event.kind() != TrainingEvent.Kind.STEP).toList().reversed());
        CandidateId candidate = row.run().candidate();
        model.addAttribute("candidate", candidate == null ? null : candidates.get(candidate));
    }

    /** How far a run is, how fast, and how long it will take. */
    private String progress(TrainingRunView run) {
        List<String> parts = new ArrayList<>();
        if (run.totalSteps() != null) {
            parts.add(texts.of("runs.progress", run.step(), run.totalSteps()));
        }
        if (run.tokensPerSecond() != null) {
            parts.add(texts.of("runs.progress.pace", display.count(Math.round(run.tokensPerSecond()))));
        }
        if (run.etaSeconds() != null) {
            parts.add(texts.of("runs.progress.left", display.duration(Duration.ofSeconds(run.etaSeconds()))));
        }
        return String.join(", ", parts);
    }

    private List<TrainingEvent> events(TrainingRunId id) {
        List<TrainingEvent> all = new ArrayList<>();
        List<TrainingEvent> part = runs.events(id, 0);
        while (!part.isEmpty()) {
            all.addAll(part);
            part = runs.events(id, part.getLast().ordinal());
        }
        return all;
    }
}
