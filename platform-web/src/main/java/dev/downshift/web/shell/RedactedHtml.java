package dev.downshift.web.shell;

import dev.downshift.core.intake.CallDetail.RedactedMessage;
import dev.downshift.core.intake.CallDetail.Replacement;
import java.util.Comparator;
import java.util.List;
import org.springframework.web.util.HtmlUtils;

/** Text of a call as HTML: all of it escaped, each replaced part a chip with its type. */
public final class RedactedHtml {

    private RedactedHtml() {}

    /** What a message says. */
    public static String text(RedactedMessage redacted) {
        return html(redacted.message().text(), redacted.replacements(), "/content");
    }

    /** The arguments of one of a message's tool calls. */
    public static String arguments(RedactedMessage redacted, int toolCall) {
        return html(redacted.message().toolCalls().get(toolCall).arguments(), redacted.replacements(), "/tool_calls/" + toolCall + "/function/arguments");
    }

    /** Text in which nothing was replaced. */
    public static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }

    private static String html(String text, List<Replacement> replacements, String pointer) {
        StringBuilder html = new StringBuilder(text.length() + 64);
        int from = 0;
        for (Replacement part : replacements.stream().filter(part -> part.pointer().equals(pointer)).sorted(Comparator.comparingInt(Replacement::start)).toList()) {
            if (part.start() < from || part.end() > text.length()) {
                continue;
            }
            String type = escaped(part.type());
            html.append(escaped(text.substring(from, part.start()))).append("<span class=\"chip\" title=\"").append(type).append("\">")
                    .append(escaped(text.substring(part.start(), part.end()))).append("<span class=\"visually-hidden\"> (").append(type)
                    .append(")</span></span>");
            from = part.end();
        }
        return html.append(escaped(text.substring(from))).toString();
    }
}
