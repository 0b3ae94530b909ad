package dev.downshift.web.search;

import dev.downshift.core.overview.Names;
import dev.downshift.web.shell.Navigation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Search, as a page and, of the same address, in the dialog that Ctrl+K opens. */
@Controller
class SearchPages {

    private static final int LIMIT = 20;

    private final Names names;
    private final MessageSource messages;

    SearchPages(Names names, MessageSource messages) {
        this.names = names;
        this.messages = messages;
    }

    /** Something found: kind is page, task or model. */
    public record Hit(String kind, String name, String path) {}

    @GetMapping("/search")
    String search(@RequestParam(defaultValue = "") String q, Model model, Locale locale) {
        var wanted = q.strip().toLowerCase(Locale.ROOT);
        var hits = new ArrayList<Hit>(pages(wanted, locale));
        if (!wanted.isEmpty()) {
            names.tasks(wanted, LIMIT).forEach(task -> hits.add(new Hit("task", task.name(), "/tasks/" + task.id())));
            names.candidates(wanted, LIMIT)
                    .forEach(trained -> hits.add(new Hit("model", trained.name(), "/runs/" + trained.id())));
        }
        model.addAttribute("q", q.strip());
        model.addAttribute("hits", hits);
        return "search/search";
    }

    private List<Hit> pages(String wanted, Locale locale) {
        return Navigation.ENTRIES.stream()
                .map(entry -> new Hit("page", messages.getMessage("shell.section." + entry.section(), null, locale), entry.path()))
                .filter(hit -> hit.name().toLowerCase(locale).contains(wanted))
                .toList();
    }
}
