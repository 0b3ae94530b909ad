package dev.downshift.api;

/** For which addresses a failure is answered with a problem. */
@FunctionalInterface
interface AnsweredAddresses {

    /** Those of the API, however many slashes they have. */
    AnsweredAddresses OF_THE_API = address -> address.replaceAll("/+", "/").startsWith("/api/");

    /** Whether this address, as it was sent, is one of them. */
    boolean include(String address);
}
