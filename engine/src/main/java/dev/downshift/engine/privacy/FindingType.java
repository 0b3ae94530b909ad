package dev.downshift.engine.privacy;

/** A kind of personal data or secret. Where two findings overlap, the one declared first here wins. */
public enum FindingType {
    /** An API key, token, password or private key. */
    SECRET,
    /** The user and password part of a URL. */
    URL_CREDENTIALS,
    EMAIL_ADDRESS,
    /** An international bank account number, ISO 13616, with right check digits. */
    IBAN,
    /** A payment card number, ISO/IEC 7812, with a right check digit. */
    CREDIT_CARD,
    US_SSN,
    /** An IPv4 or IPv6 address, other than loopback and unspecified. */
    IP_ADDRESS,
    PHONE_NUMBER,
    /** The street and number of a postal address. */
    STREET_ADDRESS,
    /** A person's name, or a part of one. */
    PERSON
}
