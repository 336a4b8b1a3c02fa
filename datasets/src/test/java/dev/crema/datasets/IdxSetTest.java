package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSetTest {
    @TempDir
    Path cache;

    @Test
    void full_fetchesTheFourFilesOnce_andHoldsOutTheLastTenthOfEachClass() throws IOException {
        try (FileServer server = new FileServer()) {
            CachedFiles files = served(server, SmallIdx.files());
            for (int time = 0; time < 2; time++) {
                ImageDataset data = SmallIdx.SET.full(files, download());
                byte[] pixels = SmallIdx.pixels(SmallIdx.TRAIN);
                assertPart(pixels, SmallIdx.labels(SmallIdx.TRAIN, 0), 0, 54, data.train());
                assertPart(pixels, SmallIdx.labels(SmallIdx.TRAIN, 0), 54, 60, data.validation());
                assertPart(SmallIdx.pixels(SmallIdx.TEST), SmallIdx.labels(SmallIdx.TEST, 0), 0, 20, data.test());
                assertEquals(4, server.requests());
            }
        }
    }

    @Test
    void full_takesWhatTheUserPutThere() throws IOException {
        List<byte[]> contents = SmallIdx.files();
        List<KnownFile> known = new ArrayList<>();
        Path place = Files.createDirectories(cache.resolve("small"));
        for (int i = 0; i < 4; i++) {
            Files.write(place.resolve(IdxSet.FILES.get(i)), contents.get(i));
            known.add(FileServer.known(IdxSet.FILES.get(i), contents.get(i)));
        }
        CachedFiles files = new CachedFiles("Small", "small", known, List.of());
        assertEquals(54, SmallIdx.SET.full(files, download()).train().size());
    }

    @Test
    void full_namesTheLabel_whenThereIsNoSuchClass() throws IOException {
        List<byte[]> contents = new ArrayList<>(SmallIdx.files());
        contents.set(3, SmallIdx.labelFile(SmallIdx.labels(SmallIdx.TEST, 1)));
        try (FileServer server = new FileServer()) {
            CachedFiles files = served(server, contents);
            String message = assertThrows(DataException.class, () -> SmallIdx.SET.full(files, download()))
                    .getMessage();
            assertTrue(message.contains("Small has the label 3 at image 62, expected 0 to 2"), message);
        }
    }

    @Test
    void full_namesTheWholeSet_whenOffline() throws IOException {
        List<KnownFile> known =
                List.of(FileServer.known("file", new byte[] {1}), FileServer.known("other", new byte[] {2, 3}));
        String address = FileServer.unreachable(new PublishedFile("Small", known.get(0), List.of()))
                .addresses()
                .get(0)
                .resolve("/")
                .toString();
        Route route = PublishedFiles.of("Small", "small", known, List.of(address));
        CachedFiles files = new CachedFiles("Small", "small", known, List.of(route));
        String message = assertThrows(DataException.class, () -> SmallIdx.SET.full(files, download()))
                .getMessage();
        for (String part : List.of(
                "Small (2 files, 3 bytes) is not in " + cache.resolve("small"),
                "Small needs small/file (1 bytes)",
                "All 2 files come with 'curl -L -O " + URI.create(address + "file") + " -O "
                        + URI.create(address + "other") + "'; they belong in " + cache.resolve("small") + ".",
                "curl -LO " + URI.create(address + "file"),
                cache.resolve("small/file").toString())) {
            assertTrue(message.contains(part), message);
        }
    }

    static void assertPart(byte[] pixels, byte[] labels, int from, int to, LabelledImages part) {
        int[] label = new int[to - from];
        float[] values = new float[label.length * 784];
        Arrays.setAll(label, i -> labels[from + i]);
        for (int i = 0; i < values.length; i++) {
            values[i] = Byte.toUnsignedInt(pixels[from * 784 + i]) / 255f;
        }
        assertArrayEquals(label, part.labelArray());
        assertArrayEquals(values, part.images().toFloatArray());
    }

    private Download download() {
        return new Download(cache, Duration.ofSeconds(5), new Silence());
    }

    private static CachedFiles served(FileServer server, List<byte[]> contents) {
        List<KnownFile> known = new ArrayList<>();
        String address = "";
        for (int i = 0; i < 4; i++) {
            String name = IdxSet.FILES.get(i);
            known.add(FileServer.known(name, contents.get(i)));
            address = server.offer("Small", name, contents.get(i))
                    .addresses()
                    .get(0)
                    .resolve("/")
                    .toString();
        }
        Route route = PublishedFiles.of("Small", "small", known, List.of(address));
        return new CachedFiles("Small", "small", known, List.of(route));
    }
}
