package dev.crema.kernel;

/** Shows an error that is a value, such as the cause of another: its message, and the hint where there is one. */
final class ErrorView implements View<Throwable> {
    @Override
    public Bundle of(Throwable error) {
        return Bundle.text(Failures.describe(error));
    }
}
