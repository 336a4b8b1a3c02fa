package dev.crema.memory;

import ai.djl.ndarray.NDManager;
import java.lang.ref.Cleaner;

/**
 * Ties native memory to the life of a Java object: when the object can no longer be reached, its arrays are freed.
 *
 * <p>A notebook redefines variables all the time, and nobody closes what the old ones held. The garbage collector sees
 * only the few Java bytes of an array, never the native megabytes behind it.
 */
public final class Owned {
    private static final Cleaner CLEANER = Cleaner.create();

    private Owned() {}

    /**
     * Returns a manager that is closed, with all arrays attached to it, once {@code owner} has become unreachable.
     *
     * @param owner the object whose life the arrays share; no array of the manager may refer back to it
     * @return a new manager on the engine's default device; closing it earlier is allowed
     */
    public static NDManager managerOf(Object owner) {
        NDManager manager = NDManager.newBaseManager();
        CLEANER.register(owner, manager::close);
        return manager;
    }
}
