package dev.crema.kernel;

import java.lang.ref.Reference;

/** How values of one type are shown. */
@FunctionalInterface
interface View<T> {
    Bundle of(T value) throws Exception;

    /**
     * Shows a value, come what may: an error that leaves a renderer ends the kernel's only thread for requests, and the
     * notebook hangs for ever.
     */
    default Bundle safely(T value) {
        try {
            return of(value);
        } catch (ThreadDeath death) {
            throw death;
        } catch (Throwable failure) {
            return Bundle.text(value.getClass().getName() + ": not shown, because " + Failures.describe(failure));
        } finally {
            Reference.reachabilityFence(value); // its native memory goes when Java no longer sees it
        }
    }
}
