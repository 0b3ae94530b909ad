package dev.downshift.engine.privacy;

/** A kind of personal data or secret. Where two findings overlap, what an organization says itself wins, and then the one declared first here. */
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
    /** A US social security number or individual taxpayer number. */
    US_SSN,
    /** The number a state gives a person, with right check digits or under its own name. */
    NATIONAL_ID,
    /** A VAT or company number. */
    TAX_ID,
    PASSPORT,
    DRIVER_LICENSE,
    /** A bank's code, ISO 9362 (SWIFT, BIC). */
    BANK_CODE,
    /** An account or routing number under that name. */
    BANK_ACCOUNT,
    /** A number that a hospital or an insurer gives a person. */
    MEDICAL_RECORD,
    /** A vehicle identification number, ISO 3779, or a number plate. */
    VEHICLE_ID,
    /** The address of a wallet, with right check digits where it has some. */
    CRYPTO_ADDRESS,
    MAC_ADDRESS,
    /** An IPv4 or IPv6 address, other than loopback and unspecified. */
    IP_ADDRESS,
    /** Latitude and longitude, exact to a street. */
    COORDINATES,
    PHONE_NUMBER,
    DATE_OF_BIRTH,
    /** A postal address, of one line or several. */
    STREET_ADDRESS,
    /** A postcode that stands alone. */
    POSTCODE,
    /** A name for signing in that is made from a person's name. */
    USERNAME,
    /** A person's name, or a part of one. */
    PERSON,
    /** A company, authority or other body. */
    ORGANIZATION(true),
    /** A country, region, town or other place. */
    LOCATION(true),
    URL(true),
    DATE_TIME(true),
    AGE(true),
    /** A nationality, faith or political group. */
    NATIONALITY(true),
    /** A form of address or an occupation. */
    TITLE(true),
    /** What only an organization's own dictionary or patterns know. */
    CUSTOM;

    private final boolean indirect;

    FindingType() {
        this(false);
    }

    FindingType(boolean indirect) {
        this.indirect = indirect;
    }

    /**
     * Whether it tells who somebody is only together with other things (ISO/IEC 20889, "indirect identifier"). In an agent's
     * calls places, dates and companies are what the task is about.
     */
    public boolean isIndirect() {
        return indirect;
    }
}
