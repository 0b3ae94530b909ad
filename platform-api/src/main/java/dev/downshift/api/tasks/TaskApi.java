package dev.downshift.api.tasks;

import dev.downshift.core.Page;
import dev.downshift.core.Text;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tasks.TaskQuery;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The tasks that discovery found. */
@RestController
@RequestMapping("/api/v1/tasks")
@Tag(name = "Tasks")
class TaskApi {

    private final Tasks tasks;

    TaskApi(Tasks tasks) {
        this.tasks = tasks;
    }

    record NewName(@NotBlank @Size(max = Text.LONGEST_NAME) String name) {}

    @GetMapping
    @Operation(summary = "The tasks; sort by name, calls, tokens, cost, latency or worthiness, order asc or desc")
    Page<TaskJson> list(
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(required = false) @Nullable String shape,
            @RequestParam(required = false) @Nullable Boolean worthMoving,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String order,
            @RequestParam(required = false) @Nullable String cursor) {
        return tasks.list(TaskQuery.parse(text, shape, worthMoving, sort, order), cursor).map(TaskJson::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One task")
    TaskJson get(@PathVariable String id) {
        return TaskJson.of(tasks.get(TaskId.of(id)));
    }

    @GetMapping("/{id}/calls")
    @Operation(summary = "The ids of its calls")
    Page<UUID> calls(@PathVariable String id, @RequestParam(required = false) @Nullable String cursor) {
        return tasks.calls(TaskId.of(id), cursor).map(CallId::value);
    }

    @Requires(Permission.TRAIN)
    @PatchMapping("/{id}")
    @Operation(summary = "Gives a task a name that later runs keep")
    TaskJson rename(@PathVariable String id, @Valid @RequestBody NewName body) {
        TaskId task = TaskId.of(id);
        tasks.rename(task, body.name());
        return TaskJson.of(tasks.get(task));
    }
}
