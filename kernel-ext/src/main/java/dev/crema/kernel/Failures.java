package dev.crema.kernel;

/** Puts what went wrong into words without going wrong itself. */
final class Failures {
    private Failures() {}

    /** Returns type and message with a hint where there is one; only the type where even asking for the message fails. */
    static String describe(Throwable failure) {
        String type = failure.getClass().getName();
        try {
            String message = failure.getLocalizedMessage();
            String words = message == null ? type : type + ": " + message;
            return Hints.forError(words).map(hint -> words + "\nHint: " + hint).orElse(words);
        } catch (Throwable another) {
            return type;
        }
    }
}
