package dev.downshift.web.shell;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** The address under which people reach this installation: {@code downshift.web.address}, else the one that the request was sent to. */
@Component
public class PublicAddress {

    private final String configured;

    PublicAddress(@Value("${downshift.web.address:}") String configured) {
        this.configured = configured.replaceFirst("/+$", "");
    }

    /** The address of a page, for people to pass on. */
    public String of(String path) {
        return configured.isEmpty() ? ServletUriComponentsBuilder.fromCurrentContextPath().path(path).toUriString() : configured + path;
    }
}
