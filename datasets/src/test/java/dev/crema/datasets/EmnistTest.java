package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmnistTest {
    @TempDir
    Path cache;

    @Test
    void load_numbersTheClassesFrom0_andSetsTheImagesUpright() throws IOException {
        ImageDataset data = load(1);
        byte[] train = upright(SmallIdx.pixels(SmallIdx.TRAIN));
        IdxSetTest.assertPart(train, SmallIdx.labels(SmallIdx.TRAIN, 0), 0, 54, data.train());
        IdxSetTest.assertPart(train, SmallIdx.labels(SmallIdx.TRAIN, 0), 54, 60, data.validation());
        byte[] test = upright(SmallIdx.pixels(SmallIdx.TEST));
        IdxSetTest.assertPart(test, SmallIdx.labels(SmallIdx.TEST, 0), 0, 20, data.test());
    }

    @Test
    void load_refusesLabelsThatBeginElsewhere() {
        String message = assertThrows(DataException.class, () -> load(0)).getMessage();
        assertTrue(message.contains("has the label 255 at image 0, expected 0 to 2"), message);
    }

    private ImageDataset load(int first) throws IOException {
        byte[] archive = ZipReaderTest.zip(Map.of(
                "gzip/emnist-letters-train-images-idx3-ubyte.gz",
                SmallIdx.images(SmallIdx.pixels(SmallIdx.TRAIN)),
                "gzip/emnist-letters-train-labels-idx1-ubyte.gz",
                SmallIdx.labelFile(SmallIdx.labels(SmallIdx.TRAIN, first)),
                "gzip/emnist-letters-test-images-idx3-ubyte.gz",
                SmallIdx.images(SmallIdx.pixels(SmallIdx.TEST)),
                "gzip/emnist-letters-test-labels-idx1-ubyte.gz",
                SmallIdx.labelFile(SmallIdx.labels(SmallIdx.TEST, first)),
                "gzip/../../escaped",
                new byte[1]));
        try (FileServer publisher = new FileServer()) {
            PublishedFile file = publisher.offer("EMNIST", "emnist/gzip.zip", archive);
            Download download = new Download(cache, Duration.ofSeconds(5), new Silence());
            return Emnist.load(SmallIdx.SET, "letters", 1, file, download);
        }
    }

    private static byte[] upright(byte[] pixels) {
        byte[] turned = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int image = i / 784;
            int row = i % 784 / 28;
            int column = i % 28;
            turned[image * 784 + column * 28 + row] = pixels[i];
        }
        return turned;
    }
}
