package dev.downshift.api;

/** For which addresses a failure is answered with a problem. */
@FunctionalInterface
interface AnsweredAddresses {

    /** Those of the API, however many slashes they have. */
    AnsweredAddresses OF_THE_API = sent -> {
        String address = sent.replaceAll("/+", "/");
        return address.startsWith("/api/") || address.equals("/v1/traces");
    };

    /** Whether this address, as it was sent, is one of them. */
    boolean include(String address);
}
