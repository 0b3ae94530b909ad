package dev.downshift.engine.privacy;

/** A redaction policy that cannot be used: where it is wrong, what is, and what to do. */
public final class InvalidPolicy extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String place;
    private final String problem;
    private final String remedy;

    /**
     * A problem with a part of a policy.
     *
     * @param place JSON pointer into the policy as JSON, such as {@code /terms/patterns/0/pattern}
     */
    public InvalidPolicy(String place, String problem, String remedy) {
        super(place + ": " + problem + " " + remedy);
        this.place = place;
        this.problem = problem;
        this.remedy = remedy;
    }

    public String place() {
        return place;
    }

    public String problem() {
        return problem;
    }

    public String remedy() {
        return remedy;
    }
}
