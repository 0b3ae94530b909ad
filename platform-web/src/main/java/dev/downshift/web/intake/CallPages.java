package dev.downshift.web.intake;

import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.UploadId;
import dev.downshift.engine.traces.CanonicalJson;
import dev.downshift.web.shell.Address;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/** The calls, filtered by their address, and one of them read like a conversation. */
@Controller
class CallPages {

    private final Calls calls;
    private final JsonMapper json;

    CallPages(Calls calls, JsonMapper json) {
        this.calls = calls;
        this.json = json;
    }

    @GetMapping("/calls")
    String list(@RequestParam(required = false) @Nullable String upload, @RequestParam(required = false) @Nullable String conversation,
            @RequestParam(required = false) @Nullable String model, @RequestParam(required = false) @Nullable Boolean failed,
            @RequestParam(required = false) @Nullable String cursor, Model page) {
        CallFilter filter = new CallFilter(null, uploadId(given(upload)), given(conversation), given(model), failed, null, null);
        var found = calls.list(filter, cursor);
        Address here = Address.of("/calls").with("upload", filter.upload()).with("conversation", filter.conversation()).with("model", filter.model())
                .with("failed", failed);
        page.addAttribute("filter", filter);
        page.addAttribute("filtered", !filter.equals(CallFilter.ALL));
        page.addAttribute("calls", found.items());
        page.addAttribute("models", calls.models());
        page.addAttribute("exported", new Address("/calls/export", here.query()).toString());
        page.addAttribute("next", found.next() == null ? null : here.with("cursor", found.next()).toString());
        return "calls/list";
    }

    @GetMapping("/calls/{id}")
    String detail(@PathVariable String id, Model page) {
        var detail = calls.get(CallId.of(id));
        var call = detail.stored().call();
        page.addAttribute("stored", detail.stored());
        page.addAttribute("call", call);
        page.addAttribute("prompt", detail.prompt().stream().map(MessageRow::of).toList());
        page.addAttribute("response", detail.response() == null ? null : MessageRow.of(detail.response()));
        page.addAttribute("tools", call.tools().isEmpty() ? null : pretty(CanonicalJson.text(call.tools())));
        page.addAttribute("parameters", call.parameters().isEmpty() ? null : pretty(CanonicalJson.text(call.parameters())));
        page.addAttribute("metadata", call.metadata().isEmpty() ? null : pretty(CanonicalJson.text(call.metadata())));
        page.addAttribute("routed", detail.stored().routed() == null ? null : pretty(CanonicalJson.text(detail.stored().routed())));
        return "calls/detail";
    }

    private String pretty(String text) {
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(json.readTree(text));
    }

    private static @Nullable UploadId uploadId(@Nullable String text) {
        return text == null ? null : UploadId.of(text);
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
