package dev.downshift.web.shell;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.WebRequest;

/** Gives every failure of ours an id that the page shows and the log holds beside the cause. */
@Component
class Incidents extends DefaultErrorAttributes {

    private static final Logger LOG = LoggerFactory.getLogger(Incidents.class);
    private static final int SERVER_ERRORS = 500;

    @Override
    public Map<String, @Nullable Object> getErrorAttributes(WebRequest request, ErrorAttributeOptions options) {
        var attributes = super.getErrorAttributes(request, options);
        if (attributes.get("status") instanceof Integer status && status >= SERVER_ERRORS) {
            var incident = UUID.randomUUID().toString();
            attributes.put("incident", incident);
            LOG.error("Incident {} at {}", incident, attributes.get("path"), getError(request));
        }
        return attributes;
    }
}
