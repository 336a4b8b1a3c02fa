package dev.crema.memory;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;

/**
 * Ties native memory to the life of Java objects: when neither their owner nor any of the arrays can be reached, the
 * arrays are freed.
 *
 * <p>A notebook redefines variables all the time, and nobody closes what the old ones held. The garbage collector sees
 * only the few Java bytes of an array, never the native megabytes behind it.
 */
public final class Owned {
    private static final Map<NDManager, Boolean> MANAGERS = Collections.synchronizedMap(new WeakHashMap<>());

    private Owned() {}

    /**
     * Returns a manager that is closed, with all arrays attached to it, once it can no longer be reached. An array leads
     * to its manager, so an array in use keeps all others of its owner: {@code digits.where(3).image(0)} stays valid
     * although the set it was taken from is gone.
     *
     * @param owner the object that keeps the manager, or an array of it, in a field; no array of the manager may be
     *     reachable from elsewhere for ever
     * @return a new manager on the engine's default device; closing it earlier is allowed
     */
    public static NDManager managerOf(Object owner) {
        Objects.requireNonNull(owner, "owner");
        NDManager manager = NDManager.newBaseManager();
        // DJL's system manager would reach it for ever
        manager.getParentManager().detachInternal(manager.getName());
        manager.attachInternal("last reference", new LastReference(manager));
        MANAGERS.put(manager, true);
        return manager;
    }

    /**
     * Adds up the sizes of all native arrays that have an owner: those of the managers made here, and those of DJL's own,
     * such as batches. What lies between garbage and its collection counts, and views of an array count again.
     *
     * @return bytes
     */
    public static long nativeBytes() {
        NDManager system = NDManager.newBaseManager();
        try (system) {
            List<NDManager> roots = new ArrayList<>(List.of(system.getParentManager()));
            synchronized (MANAGERS) {
                roots.addAll(MANAGERS.keySet());
            }
            return roots.stream()
                    .filter(NDManager::isOpen)
                    .flatMap(manager -> manager.getManagedArrays().stream())
                    .mapToLong(Owned::bytes)
                    .sum();
        }
    }

    private static long bytes(NDArray array) {
        try {
            return array.size() * array.getDataType().getNumOfBytes();
        } catch (IllegalStateException closed) {
            // by another thread, just now
            return 0;
        }
    }

    /**
     * Becomes unreachable together with its manager, and is the only thing that can then still close it. A Cleaner
     * cannot: it would need a reference to the manager, and the manager would never become unreachable.
     */
    private record LastReference(NDManager manager) implements AutoCloseable {
        @Override
        @Deprecated
        @SuppressWarnings({"removal", "Finalize", "checkstyle:NoFinalizer"})
        protected void finalize() {
            manager.close();
        }

        @Override
        public void close() {}
    }
}
