package dev.downshift.web.intake;

import dev.downshift.core.dataprotection.Openings;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.intake.Calls;
import dev.downshift.engine.traces.CanonicalJson;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import tools.jackson.databind.json.JsonMapper;

/** A call, read like a conversation. */
@Controller
class CallPages {

    private final Calls calls;
    private final Openings openings;
    private final JsonMapper json;

    CallPages(Calls calls, Openings openings, JsonMapper json) {
        this.calls = calls;
        this.openings = openings;
        this.json = json;
    }

    @GetMapping("/calls/{id}")
    String detail(@PathVariable String id, Model page) {
        var detail = calls.get(CallId.of(id));
        openings.note(detail.stored().id());
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
}
