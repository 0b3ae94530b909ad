package dev.downshift.core;

/** Something a person or program gave cannot be used. */
public final class InvalidInput extends Refusal {

    private final String field;
    private final String remedy;

    /**
     * @param field the name of the field as the sender knows it
     * @param message what is wrong with it
     * @param remedy what to do
     */
    public InvalidInput(String field, String message, String remedy) {
        super(message);
        this.field = field;
        this.remedy = remedy;
    }

    public String field() {
        return field;
    }

    public String remedy() {
        return remedy;
    }
}
