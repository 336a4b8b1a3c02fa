package dev.crema.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class OwnedTest {
    @Test
    void manager_isClosed_whenTheOwnerIsGone() {
        AtomicBoolean closed = new AtomicBoolean();
        new Holder().manager.attachInternal("witness", () -> closed.set(true));
        assertTrue(eventually(closed::get), "what was attached should be closed");
    }

    @Test
    void subManagers_areClosedToo_whenTheOwnerIsGone() {
        AtomicBoolean closed = new AtomicBoolean();
        new Holder().manager.newSubManager().attachInternal("witness", () -> closed.set(true));
        assertTrue(eventually(closed::get), "what was attached below should be closed");
    }

    @Test
    void arrays_staySound_whileTheOwnerIsReachable() {
        Holder holder = new Holder();
        collectGarbage();
        assertEquals(4, holder.array.sum().getFloat());
    }

    @Test
    void array_staysSound_whenOnlyItIsReachable() {
        WeakReference<Holder> owner = new WeakReference<>(new Holder());
        NDArray array = owner.get().array;
        assertTrue(eventually(() -> owner.get() == null), "nothing should hold the owner");
        collectGarbage();
        assertEquals(4, array.sum().getFloat());
    }

    @Test
    void closing_early_isAllowed() {
        Holder holder = new Holder();
        holder.manager.close();
        assertFalse(holder.manager.isOpen());
        assertThrows(IllegalStateException.class, holder.array::sum);
    }

    private static void collectGarbage() {
        WeakReference<Object> witness = new WeakReference<>(new Object());
        assertTrue(eventually(() -> witness.get() == null));
    }

    private static boolean eventually(BooleanSupplier condition) {
        for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
            System.gc();
            pause();
        }
        return condition.getAsBoolean();
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Holder {
        private final NDManager manager = Owned.managerOf(this);
        private final NDArray array = manager.ones(new Shape(4));
    }
}
