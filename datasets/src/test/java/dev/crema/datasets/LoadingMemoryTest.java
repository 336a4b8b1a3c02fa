package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LoadingMemoryTest {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int MEGABYTES_PER_LOAD = 10_000 * 28 * 28 * Float.BYTES >> 20;

    @Test
    void loadingAgainAndAgain_leavesNativeMemoryFlat() throws Exception {
        assumeTrue(Files.exists(STATUS), "resident memory is read from /proc");
        loadAndDrop(5);
        int before = residentAfterCollection(0);
        loadAndDrop(20);
        int allowed = before + 6 * MEGABYTES_PER_LOAD;
        int after = residentAfterCollection(allowed);
        assertTrue(
                after < allowed,
                () -> "resident memory grew from " + before + " to " + after + " MB in 20 loads of "
                        + MEGABYTES_PER_LOAD + " MB");
    }

    private static void loadAndDrop(int times) {
        for (int i = 0; i < times; i++) {
            Mnist.load();
        }
    }

    /** Memory is freed some time after a collection: waits until it is below the goal, for a few seconds at most. */
    private static int residentAfterCollection(int goal) throws IOException, InterruptedException {
        int smallest = Integer.MAX_VALUE;
        for (int i = 0; i < 30 && smallest >= goal; i++) {
            System.gc();
            Thread.sleep(100);
            smallest = Math.min(smallest, resident());
        }
        return smallest;
    }

    private static int resident() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElseThrow();
    }
}
