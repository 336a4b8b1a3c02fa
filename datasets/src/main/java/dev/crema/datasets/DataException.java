package dev.crema.datasets;

/** Says what is wrong with data or with a request for it, what was expected, and what to do. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception without a cause.
     *
     * @param message what was wrong, what was expected and what to do
     */
    public DataException(String message) {
        super(message);
    }

    /**
     * Makes an exception that another one led to.
     *
     * @param message what was wrong, what was expected and what to do
     * @param cause the failure below it
     */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
