package dev.downshift.core.dataprotection;

import dev.downshift.engine.privacy.FindingType;
import java.util.List;

/** Requests of people to be forgotten, in the current organization. All of it takes the permission to manage settings. */
public interface Erasures {

    /** What a person can be named by. */
    List<FindingType> TYPES = List.of(FindingType.PERSON, FindingType.EMAIL_ADDRESS, FindingType.PHONE_NUMBER,
            FindingType.USERNAME, FindingType.STREET_ADDRESS, FindingType.CREDIT_CARD, FindingType.IBAN,
            FindingType.BANK_ACCOUNT, FindingType.US_SSN, FindingType.NATIONAL_ID, FindingType.TAX_ID,
            FindingType.PASSPORT, FindingType.DRIVER_LICENSE, FindingType.MEDICAL_RECORD, FindingType.VEHICLE_ID,
            FindingType.IP_ADDRESS);

    /**
     * Finds the calls that hold a value, by what stands for it since it was redacted, and by the value itself where it was not. Nothing is
     * erased yet. The value is kept nowhere.
     *
     * @throws dev.downshift.core.InvalidInput when the value is not one of this type, or so short that it would be found everywhere
     */
    ErasureView find(FindingType type, String value);

    /**
     * Asks a worker to erase what was found, and what came in since with the same surrogate.
     *
     * @throws dev.downshift.core.Conflict when it is at work or done
     */
    ErasureView confirm(ErasureId id);

    /**
     * Drops a request of which nothing is erased.
     *
     * @throws dev.downshift.core.Conflict when it was confirmed
     */
    void discard(ErasureId id);

    ErasureView get(ErasureId id);

    /** The newest first, a hundred at most. */
    List<ErasureView> list();
}
