package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class FashionMnistPackageTest {
    @TempDir
    Path cache;

    @Test
    void thePackage_givesThePublishersFiles() throws Exception {
        FashionMnistPackage real = FashionMnistPackage.of(FashionMnist.FILES);
        if (!Files.isDirectory(real.installed())) {
            String[] fetch = real.client().toArray(String[]::new);
            assumeTrue(asks(fetch), "apt-get does not bring dataset-fashion-mnist: the package route is not tested");
        }
        CachedFiles files = new CachedFiles("Fashion-MNIST", "fashion-mnist", FashionMnist.FILES, List.of(real));
        ImageDataset clothes = FashionMnist.ALL_CLOTHES.full(files, download());
        assertEquals(new Shape(54_000, 1, 28, 28), clothes.train().images().getShape());
        assertEquals(new Shape(10_000, 1, 28, 28), clothes.test().images().getShape());
        int[] count = new int[10];
        for (int label : clothes.validation().labelArray()) {
            count[label]++;
        }
        int[] expected = new int[10];
        Arrays.fill(expected, 600);
        assertArrayEquals(expected, count);
        // the first five of Fashion-MNIST: ankle boot, two T-shirts, dress, T-shirt
        assertArrayEquals(
                new int[] {9, 0, 0, 3, 0}, Arrays.copyOf(clothes.train().labelArray(), 5));
    }

    @Test
    void aFetchedPackage_isUnpackedAndItsFilesRestored() throws Exception {
        assumeTrue(asks("dpkg-deb", "--version"), "dpkg-deb is not installed");
        List<KnownFile> known = new ArrayList<>();
        Path packed = Files.createDirectories(cache.resolve("deb/usr/share/datasets/fashion-mnist"));
        for (int i = 0; i < 4; i++) {
            byte[] bare = SmallIdx.files().get(i);
            Files.write(packed.resolve(IdxSet.FILES.get(i)), bare);
            known.add(FileServer.known(IdxSet.FILES.get(i), published(bare, IdxSet.FILES.get(i))));
        }
        Path control = Files.createDirectories(cache.resolve("deb/DEBIAN")).resolve("control");
        Files.writeString(
                control,
                "Package: dataset-fashion-mnist\nVersion: 1\nArchitecture: all\nMaintainer: nobody\nDescription: small\n");
        assertTrue(asks("dpkg-deb", "-b", "deb", "small.deb"));
        List<String> client = List.of("cp", cache.resolve("small.deb").toString(), ".");
        Route route = new FashionMnistPackage(known, cache.resolve("nowhere"), client);
        CachedFiles files = new CachedFiles("Fashion-MNIST", "fashion-mnist", known, List.of(route));
        assertEquals(54, SmallIdx.SET.full(files, download()).train().size());
    }

    @Test
    void bring_saysWhatToDo_whenThereIsNoPackage() {
        assertSays(List.of("no-such-apt-get"), "no-such-apt-get is not installed");
        assertSays(List.of("sh", "-c", "echo no network; exit 100"), "ended with status 100, saying: no network.");
        assertSays(List.of("true"), "apt-get brought no package");
    }

    private void assertSays(List<String> client, String expected) {
        Route route = new FashionMnistPackage(FashionMnist.FILES, cache.resolve("nowhere"), client);
        CachedFiles files = new CachedFiles("Fashion-MNIST", "fashion-mnist", FashionMnist.FILES, List.of(route));
        String message =
                assertThrows(DataException.class, () -> files.fetch(download())).getMessage();
        assertTrue(message.contains(expected), message);
        assertTrue(message.contains("apt-get install dataset-fashion-mnist"), message);
    }

    /** With name and time in the header, as gzip writes them. */
    private static byte[] published(byte[] bare, String name) {
        String text = name.substring(0, name.length() - 3);
        byte[] full = new byte[bare.length + text.length() + 1];
        System.arraycopy(bare, 0, full, 0, 10);
        full[3] = 8;
        // 6 and 27 seconds after 10:50 on 31 August 2017, little-endian
        long time = java.time.Instant.parse("2017-08-31T10:50:00Z").getEpochSecond() + (name.startsWith("t1") ? 27 : 6);
        for (int i = 0; i < 4; i++) {
            full[4 + i] = (byte) (time >> 8 * i);
        }
        for (int i = 0; i < text.length(); i++) {
            full[10 + i] = (byte) text.charAt(i);
        }
        System.arraycopy(bare, 10, full, 11 + text.length(), bare.length - 10);
        return full;
    }

    private boolean asks(String... words) throws IOException, InterruptedException {
        try {
            new Command(List.of(words), cache, Duration.ofMinutes(1)).run(since -> {});
            return true;
        } catch (DataException e) {
            return false;
        }
    }

    private Download download() {
        return new Download(cache, Duration.ofSeconds(5), new Silence());
    }
}
