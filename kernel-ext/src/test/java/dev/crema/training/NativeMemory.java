package dev.crema.training;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/** How much memory the process uses beside the Java heap, whose size is the virtual machine's own affair. */
final class NativeMemory {
    private static final Path MAPPINGS = Path.of("/proc/self/smaps");
    private static final Pattern ADDRESS = Pattern.compile("([0-9a-f]+)-[0-9a-f]+ ");
    private static final long HEAP = 1L << 32;
    private static final Cleaner CLEANER = Cleaner.create();

    private NativeMemory() {}

    /**
     * Returns the resident bytes beside the heap once everything that nobody refers to has been freed: the least of a few
     * looks, for arrays are freed some time after their owners are collected.
     */
    static long residentAfterCollection() {
        return IntStream.range(0, 6).mapToLong(look -> resident()).min().orElseThrow();
    }

    private static long resident() {
        Assumptions.assumeTrue(Files.exists(MAPPINGS), "resident memory is read from /proc");
        for (int i = 0; i < 2; i++) {
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
        return beside(HEAP);
    }

    /** Adds up what is resident of all mappings but those where the virtual machine puts a heap of up to 4 GB. */
    private static long beside(long heap) {
        long kilobytes = 0;
        boolean counted = false;
        try {
            for (String line : Files.readAllLines(MAPPINGS, StandardCharsets.ISO_8859_1)) {
                Matcher mapping = ADDRESS.matcher(line);
                if (mapping.lookingAt()) {
                    counted = Long.parseUnsignedLong(mapping.group(1), 16) >= heap;
                } else if (counted && line.startsWith("Rss:")) {
                    kilobytes += Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return 1024 * kilobytes;
    }
}
