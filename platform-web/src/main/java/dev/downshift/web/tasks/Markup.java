package dev.downshift.web.tasks;

import dev.downshift.core.intake.CallDetail.RedactedMessage;
import dev.downshift.core.intake.CallDetail.Replacement;
import java.util.Comparator;
import java.util.List;
import org.springframework.web.util.HtmlUtils;

/** Turns prompt text into HTML: everything escaped, slots and replaced parts marked. */
final class Markup {

    private static final String SLOT = "{…}";

    private Markup() {}

    /** A template with its slots marked. */
    static String slots(String template) {
        return HtmlUtils.htmlEscape(template, "UTF-8").replace(SLOT, "<span class=\"slot\">" + SLOT + "</span>");
    }

    /** A message's text with what was replaced in it marked by its type. */
    static String redacted(RedactedMessage message) {
        String text = message.message().text();
        List<Replacement> replaced = message.replacements().stream()
                .filter(each -> each.pointer().equals("/content") && each.end() <= text.length())
                .sorted(Comparator.comparingInt(Replacement::start))
                .toList();
        StringBuilder html = new StringBuilder();
        int from = 0;
        for (Replacement each : replaced) {
            if (each.start() < from) {
                continue;
            }
            html.append(HtmlUtils.htmlEscape(text.substring(from, each.start()), "UTF-8"))
                    .append("<span class=\"chip\" title=\"").append(HtmlUtils.htmlEscape(each.type(), "UTF-8")).append("\">")
                    .append(HtmlUtils.htmlEscape(text.substring(each.start(), each.end()), "UTF-8"))
                    .append("</span>");
            from = each.end();
        }
        return html.append(HtmlUtils.htmlEscape(text.substring(from), "UTF-8")).toString();
    }
}
