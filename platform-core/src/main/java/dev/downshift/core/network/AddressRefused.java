package dev.downshift.core.network;

import java.net.UnknownHostException;

/** An address that may not be called. It is as good as unknown to whoever asked for it. */
public final class AddressRefused extends UnknownHostException {

    AddressRefused(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
