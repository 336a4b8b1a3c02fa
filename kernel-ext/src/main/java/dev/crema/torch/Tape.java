package dev.crema.torch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.training.GradientCollector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Keeps the numbers that a backward pass will read. Of the 3 in {@code x.mul(3)} DJL makes an array over Java memory, which it
 * lets go of at once; libtorch multiplies by it again in the backward pass, when Java's garbage collector may have given the
 * memory away. A gradient was NaN in one of a hundred short trainings of a Transformer.
 */
final class Tape extends NDScope {
    private static final VarHandle ARRAYS = field(NDScope.class, "resources", IdentityHashMap.class);
    private static final VarHandle MEMORY = field(PtNDArray.class, "dataRef", ByteBuffer.class);

    /** From now on keeps the Java memory of each array that the calling thread makes. */
    Tape() {
        ARRAYS.set(this, new Memory());
    }

    private static VarHandle field(Class<?> owner, String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVarHandle(owner, name, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Another version of DJL: " + owner.getName() + " has no " + name, e);
        }
    }

    /** Takes arrays as a scope does that closes them at its end, but keeps their memory only. */
    private static final class Memory extends IdentityHashMap<NDArray, NDArray> {
        private static final long serialVersionUID = 1;

        private final transient List<ByteBuffer> kept = new ArrayList<>();

        @Override
        public NDArray put(NDArray array, NDArray same) {
            if (array instanceof PtNDArray tensor) {
                ByteBuffer memory = (ByteBuffer) MEMORY.get(tensor);
                if (memory != null) {
                    kept.add(memory);
                }
            }
            return same;
        }
    }

    /** DJL's collector with a tape. */
    static final class Collector implements GradientCollector {
        private final Tape tape = new Tape();
        private final GradientCollector collector;

        Collector() {
            try {
                collector = Engine.getInstance().newGradientCollector();
            } catch (IllegalStateException e) {
                tape.close();
                throw e;
            }
        }

        @Override
        public void backward(NDArray target) {
            collector.backward(target);
        }

        @Override
        public void zeroGradients() {
            collector.zeroGradients();
        }

        @Override
        public void close() {
            collector.close();
            tape.close();
        }
    }
}
