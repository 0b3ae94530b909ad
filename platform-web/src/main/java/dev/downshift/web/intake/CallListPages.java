package dev.downshift.web.intake;

import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.CallQuery;
import dev.downshift.core.intake.CallSort;
import dev.downshift.core.intake.CallSummary;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.tasks.TaskQuery;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.http.Csv;
import dev.downshift.web.shell.Address;
import dev.downshift.web.shell.Display;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The calls, filtered and sorted by their address, as a page and as CSV. */
@Controller
class CallListPages {

    private static final List<String> CONDITIONS =
            List.of("upload", "conversation", "model", "task", "failed", "from", "until", "minCost", "maxCost", "minLatency", "text", "sort");
    private static final int MOST_COUNTED = 1_000;
    private static final int MOST_ROWS = 10_000;

    private final Calls calls;
    private final Tasks tasks;
    private final Display display;

    CallListPages(Calls calls, Tasks tasks, Display display) {
        this.calls = calls;
        this.tasks = tasks;
        this.display = display;
    }

    @GetMapping("/calls")
    String list(@RequestParam Map<String, @Nullable String> given, @RequestParam(required = false) @Nullable String cursor, Model page) {
        CallQuery query = CallQuery.parse(given);
        var found = calls.list(query.filter(), query.sort(), cursor);
        Address here = here("/calls", given);
        page.addAttribute("filter", query.filter());
        page.addAttribute("given", given);
        page.addAttribute("sort", query.sort());
        page.addAttribute("sorts", CallSort.values());
        page.addAttribute("filtered", !query.filter().equals(CallFilter.ALL));
        page.addAttribute("calls", found.items());
        long count = found.next() == null && cursor == null ? found.items().size() : calls.count(query.filter(), MOST_COUNTED + 1L);
        page.addAttribute("total", display.count(Math.min(count, MOST_COUNTED)) + (count > MOST_COUNTED ? "+" : ""));
        page.addAttribute("models", calls.models());
        page.addAttribute("tasks", tasks.list(TaskQuery.ALL, null).items());
        page.addAttribute("exported", here("/calls/export", given).toString());
        page.addAttribute("csv", here("/calls.csv", given).toString());
        page.addAttribute("next", found.next() == null ? null : here.with("cursor", found.next()).toString());
        return "calls/list";
    }

    /** The first calls of the list; all of them are in an export. */
    @GetMapping("/calls.csv")
    void csv(@RequestParam Map<String, @Nullable String> given, HttpServletResponse response) throws IOException {
        CallQuery query = CallQuery.parse(given);
        try (var csv = Csv.to(response, "calls.csv")) {
            csv.row(List.of("id", "upload", "conversation", "occurred_at", "model", "messages", "prompt_tokens", "completion_tokens", "tokens_estimated",
                    "latency_ms", "cost_usd", "finish_reason", "failed", "last_message"));
            @Nullable String cursor = null;
            int rows = 0;
            do {
                var page = calls.list(query.filter(), query.sort(), cursor);
                for (CallSummary call : page.items()) {
                    csv.row(row(call));
                }
                rows += page.items().size();
                cursor = page.next();
            } while (cursor != null && rows < MOST_ROWS);
        }
    }

    private static List<Object> row(CallSummary call) {
        return List.of(call.id(), call.upload(), call.conversation(), Objects.requireNonNullElse(call.occurredAt(), ""), Objects.requireNonNullElse(call.model(), ""),
                call.messages(), call.promptTokens(), call.completionTokens(), call.tokensEstimated(), call.latency() == null ? "" : call.latency().toMillis(),
                Objects.requireNonNullElse(call.cost(), ""), Objects.requireNonNullElse(call.finishReason(), ""), call.failed(), call.excerpt());
    }

    private static Address here(String path, Map<String, @Nullable String> given) {
        Address here = Address.of(path);
        for (String condition : CONDITIONS) {
            here = here.with(condition, given.get(condition));
        }
        return here;
    }
}
