package dev.downshift.web.promotions;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.evaluation.EvaluationId;
import dev.downshift.core.evaluation.EvaluationView;
import dev.downshift.core.evaluation.Evaluations;
import dev.downshift.core.promotion.PromotionRequestId;
import dev.downshift.core.promotion.PromotionStatus;
import dev.downshift.core.promotion.PromotionView;
import dev.downshift.core.promotion.Promotions;
import dev.downshift.core.routing.Mode;
import dev.downshift.core.routing.Routes;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.engine.evaluation.Verdict;
import dev.downshift.web.shell.Address;
import dev.downshift.web.shell.Texts;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Promotion requests: the list, one with its evidence beside the decision, and a new one. */
@Controller
@RequestMapping("/promotions")
class PromotionPages {

    private final Promotions promotions;
    private final Evaluations evaluations;
    private final Tasks tasks;
    private final Routes routes;
    private final Texts texts;

    PromotionPages(Promotions promotions, Evaluations evaluations, Tasks tasks, Routes routes, Texts texts) {
        this.promotions = promotions;
        this.evaluations = evaluations;
        this.tasks = tasks;
        this.routes = routes;
        this.texts = texts;
    }

    @GetMapping
    String list(@RequestParam(required = false) @Nullable String status, @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        PromotionStatus only = status == null || status.isBlank() ? null : status(status);
        var page = promotions.list(only, null, cursor);
        List<PromotionView> mine = promotions.waiting().stream().filter(promotions::mayDecide).toList();
        model.addAttribute("promotions", page.items());
        model.addAttribute("mine", mine);
        model.addAttribute("status", only);
        model.addAttribute("statuses", PromotionStatus.values());
        model.addAttribute("next", page.next() == null ? null
                : Address.of("/promotions").with("status", only).with("cursor", page.next()).toString());
        return "promotions/list";
    }

    @GetMapping("/{id}")
    String detail(@PathVariable String id, Model model) {
        PromotionView promotion = promotions.get(PromotionRequestId.of(id));
        boolean own = promotion.requestedBy().equals(Actor.current().person());
        boolean waiting = promotion.status() == PromotionStatus.WAITING;
        model.addAttribute("promotion", promotion);
        model.addAttribute("evidence", EvidencePanel.of(promotion.evidence()));
        model.addAttribute("route", routes.of(promotion.task()).orElse(null));
        model.addAttribute("mayDecide", promotions.mayDecide(promotion));
        model.addAttribute("mayWithdraw", own && waiting && Actor.current().may(Permission.REQUEST_PROMOTION));
        return "promotions/detail";
    }

    @GetMapping("/new")
    String form(@RequestParam String evaluation, Model model) {
        EvaluationView view = evaluations.get(EvaluationId.of(evaluation));
        model.addAttribute("evaluation", view);
        model.addAttribute("taskName", tasks.get(view.task()).name());
        model.addAttribute("modes", view.verdict() == Verdict.PASSED ? List.of(Mode.CANARY, Mode.FULL, Mode.SHADOW)
                : List.of(Mode.SHADOW, Mode.CANARY));
        model.addAttribute("possible", view.verdict() == Verdict.PASSED || view.verdict() == Verdict.INCONCLUSIVE);
        return "promotions/new";
    }

    @Requires(Permission.REQUEST_PROMOTION)
    @PostMapping
    String request(@RequestParam String evaluation, @RequestParam String mode, @RequestParam(defaultValue = "10") String percent,
            @RequestParam(defaultValue = "") String comment) {
        PromotionRequestId id = promotions.request(EvaluationId.of(evaluation), mode(mode), share(percent), comment);
        return "redirect:/promotions/" + id;
    }

    @Requires(Permission.DECIDE_PROMOTION)
    @PostMapping("/{id}/approve")
    String approve(@PathVariable String id, @RequestParam(defaultValue = "") String comment, RedirectAttributes after) {
        promotions.approve(PromotionRequestId.of(id), comment);
        after.addFlashAttribute("notice", texts.of("promotion.approved.notice"));
        return "redirect:/promotions/" + id;
    }

    @Requires(Permission.DECIDE_PROMOTION)
    @PostMapping("/{id}/deny")
    String deny(@PathVariable String id, @RequestParam(defaultValue = "") String comment, RedirectAttributes after) {
        promotions.deny(PromotionRequestId.of(id), comment);
        after.addFlashAttribute("notice", texts.of("promotion.denied.notice"));
        return "redirect:/promotions/" + id;
    }

    @Requires(Permission.REQUEST_PROMOTION)
    @PostMapping("/{id}/withdraw")
    String withdraw(@PathVariable String id) {
        promotions.withdraw(PromotionRequestId.of(id));
        return "redirect:/promotions/" + id;
    }

    private static PromotionStatus status(String text) {
        try {
            return PromotionStatus.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new InvalidInput("status", "There is no such status.", "Choose from the list.");
        }
    }

    private static Mode mode(String text) {
        try {
            return Mode.valueOf(text);
        } catch (IllegalArgumentException unknown) {
            throw new InvalidInput("mode", "There is no such mode.", "Choose shadow, canary or full.");
        }
    }

    private static BigDecimal share(String percent) {
        try {
            return new BigDecimal(percent.strip()).movePointLeft(2);
        } catch (NumberFormatException malformed) {
            throw new InvalidInput("percent", "This is no number.", "Write a number of percent, like 10.");
        }
    }
}
