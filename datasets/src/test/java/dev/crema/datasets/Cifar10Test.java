package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
    private static final int SIZE = 3 * 32 * 32;

    @Test
    void load_hasThePartsItPromises_withEveryClassAsOftenAsEveryOther() {
        ImageDataset photographs = Cifar10.load();
        assertEquals("CIFAR-10", photographs.name());
        assertEquals("airplane", photographs.classes().get(0));
        assertEquals("truck", photographs.classes().get(9));
        int[] sizes = {4_500, 500, 1_000};
        for (int i = 0; i < sizes.length; i++) {
            LabelledImages part = parts(photographs).get(i);
            assertEquals(new Shape(sizes[i], 3, 32, 32), part.images().getShape());
            assertEquals(DataType.FLOAT32, part.images().getDataType());
            for (int label = 0; label < 10; label++) {
                int wanted = label;
                long count = Arrays.stream(part.labelArray())
                        .filter(l -> l == wanted)
                        .count();
                assertEquals(sizes[i] / 10, count);
            }
        }
    }

    @Test
    void images_areTheBytesOfTheFileDividedBy255() throws IOException {
        byte[] file;
        try (GZIPInputStream in =
                new GZIPInputStream(Files.newInputStream(Path.of("data", "cifar-10", "cifar-10.bin.gz")))) {
            file = in.readAllBytes();
        }
        int offset = 0;
        for (LabelledImages part : parts(Cifar10.load())) {
            float[] expected = new float[part.size() * SIZE];
            for (int i = 0; i < part.size(); i++) {
                assertEquals(file[offset], part.label(i));
                for (int p = 0; p < SIZE; p++) {
                    expected[i * SIZE + p] = Byte.toUnsignedInt(file[offset + 1 + p]) / 255f;
                }
                offset += 1 + SIZE;
            }
            assertArrayEquals(expected, part.images().toFloatArray());
        }
        assertEquals(file.length, offset);
    }

    @Test
    void meanAndDeviationOfEachChannel_areThePublishedOnes() {
        // of all 50 000 training images: the figures that everyone normalises with
        double[] means = {0.4914, 0.4822, 0.4465};
        double[] deviations = {0.2470, 0.2435, 0.2616};
        LabelledImages train = Cifar10.load().train();
        for (int channel = 0; channel < 3; channel++) {
            try (NDArray values = train.images().get(":, " + channel);
                    NDArray mean = values.mean();
                    NDArray centred = values.sub(mean);
                    NDArray variance = centred.square().mean()) {
                assertEquals(means[channel], mean.getFloat(), 0.005);
                assertEquals(deviations[channel], Math.sqrt(variance.getFloat()), 0.005);
            }
        }
    }

    @Test
    void parts_haveNoImageInCommon() {
        Set<FloatBuffer> seen = new HashSet<>();
        for (LabelledImages part : parts(Cifar10.load())) {
            FloatBuffer pixels = FloatBuffer.wrap(part.images().toFloatArray());
            for (int i = 0; i < part.size(); i++) {
                assertTrue(seen.add(pixels.slice(i * SIZE, SIZE)), "image " + i + " of " + part);
            }
        }
    }

    @Test
    void parts_areMixed() {
        for (LabelledImages part : parts(Cifar10.load())) {
            int[] labels = part.labelArray();
            int changes = 0;
            for (int i = 1; i < labels.length; i++) {
                changes += labels[i] != labels[i - 1] ? 1 : 0;
            }
            assertEquals(0.9, changes / (labels.length - 1.0), 0.04);
        }
    }

    @Test
    void load_failsClearly_whenTheFileIsTruncated(@TempDir Path directory) throws IOException {
        try (DataDirectory data = DataDirectory.copiedTo(directory)) {
            Path file = data.truncated("cifar-10/cifar-10.bin.gz");
            String message = assertThrows(DataException.class, Cifar10::load).getMessage();
            assertTrue(message.contains(file + " is truncated"), message);
        }
    }

    private static List<LabelledImages> parts(ImageDataset data) {
        return List.of(data.train(), data.validation(), data.test());
    }
}
