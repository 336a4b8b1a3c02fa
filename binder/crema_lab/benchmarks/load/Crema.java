import static dev.crema.augmentation.Augmentations.crop;
import static dev.crema.augmentation.Augmentations.flip;
import static dev.crema.augmentation.Augmentations.translate;

import ai.djl.ndarray.NDManager;
import dev.crema.augmentation.Augmentation;
import dev.crema.datasets.Cifar10;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.ImageDataset;
import dev.crema.datasets.ImageFiles;
import dev.crema.datasets.LabelledImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Crema's side: loads once in a process of its own, and prints the seconds or the megabytes it took. */
class Crema {
    private static final List<String> CLASSES = Collections.nCopies(10, "a class");

    public static void main(String[] arguments) throws IOException {
        // the engine is started before the clock, as Python's imports are
        NDManager.newBaseManager().ones(new ai.djl.ndarray.types.Shape(1)).close();
        System.out.println(
                switch (arguments[0]) {
                    case "fetch" -> Cifar10.full();
                    case "fashion" -> fashion(Path.of(arguments[1]));
                    case "cifar" -> cifar(Path.of(arguments[1]));
                    case "floats" -> megabytes(true);
                    case "bytes" -> megabytes(false);
                    default -> throw new IllegalArgumentException(arguments[0]);
                });
    }

    private static double fashion(Path directory) {
        long start = System.nanoTime();
        LabelledImages images = ImageFiles.idx(
                directory.resolve("train-images-idx3-ubyte"), directory.resolve("train-labels-idx1-ubyte"), CLASSES);
        epoch(images, (batch, random) -> batch, 60_000);
        return (System.nanoTime() - start) / 1e9;
    }

    private static double cifar(Path directory) {
        long start = System.nanoTime();
        Path[] files = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> directory.resolve("data_batch_" + i + ".bin"))
                .toArray(Path[]::new);
        epoch(ImageFiles.cifarBinary(CLASSES, files), flip().then(crop(4)).then(translate(0.1)), 50_000);
        return (System.nanoTime() - start) / 1e9;
    }

    /** What the whole of CIFAR-10 adds to the process at most, from the files to the end of an epoch. */
    private static double megabytes(boolean floats) throws IOException {
        System.gc();
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        double before = status("VmRSS");
        ImageDataset data = Cifar10.full();
        if (floats) {
            data.train().images();
            data.validation().images();
        }
        epoch(data.train(), (batch, random) -> batch, data.train().size());
        return status("VmHWM") - before;
    }

    private static void epoch(LabelledImages images, Augmentation augmentation, int expected) {
        SplittableRandom random = new SplittableRandom(1);
        int seen = 0;
        for (ImageBatch batch : images.batches(128, 1)) {
            try (batch) {
                seen += (int) augmentation.apply(batch, random).images().size(0);
            }
        }
        if (seen != expected) {
            throw new AssertionError(seen + " images, expected " + expected);
        }
    }

    private static double status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / 1e6)
                .findFirst()
                .orElseThrow();
    }
}
