package dev.crema.training;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Assumptions;

/** How much memory the process uses beside the Java heap, whose size is the virtual machine's own affair. */
final class NativeMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Cleaner CLEANER = Cleaner.create();

    private NativeMemory() {}

    /** Returns the resident bytes, less the heap, once everything that nobody refers to has been freed. */
    static long residentAfterCollection() {
        Assumptions.assumeTrue(Files.exists(STATUS), "resident memory is read from /proc");
        for (int i = 0; i < 3; i++) {
            CountDownLatch collected = new CountDownLatch(1);
            CLEANER.register(new Object(), collected::countDown);
            try {
                do {
                    Runtime.getRuntime().gc();
                } while (!collected.await(50, java.util.concurrent.TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (Platform.isLinux()) {
            // what the allocator keeps for later is not in use
            Function.getFunction("c", "malloc_trim").invokeInt(new Object[] {0L});
        }
        try {
            long resident = Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
            return resident - Runtime.getRuntime().totalMemory();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
