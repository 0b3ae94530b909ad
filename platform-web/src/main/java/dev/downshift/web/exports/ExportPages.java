package dev.downshift.web.exports;

import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.datasets.Split;
import dev.downshift.core.exports.Exports;
import dev.downshift.core.intake.CallQuery;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.http.Download;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What the pages show, as files. */
@Controller
class ExportPages {

    private final Exports exports;

    ExportPages(Exports exports) {
        this.exports = exports;
    }

    @GetMapping("/calls/export")
    void calls(@RequestParam(defaultValue = "jsonl") String format, @RequestParam Map<String, @Nullable String> given, HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        Download.send(exports.calls(CallQuery.parse(given).filter(), Exports.format(format)), false, request, response);
    }

    @GetMapping("/tasks/{id}/export")
    void task(@PathVariable String id, @RequestParam(defaultValue = "jsonl") String format, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Download.send(exports.task(TaskId.of(id), Exports.format(format)), false, request, response);
    }

    @GetMapping("/datasets/{id}/export")
    void dataset(@PathVariable String id, @RequestParam(required = false) @Nullable Split split, @RequestParam(defaultValue = "jsonl") String format,
            HttpServletRequest request, HttpServletResponse response) throws IOException {
        Download.send(exports.dataset(DatasetId.of(id), split, Exports.format(format)), false, request, response);
    }
}
