package dev.crema.datasets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The Debian package dataset-fashion-mnist, installed or brought by apt-get. Debian takes names and times out of what it
 * packs; with the two put back, the files are the publisher's, byte for byte.
 *
 * @param files the publisher's files
 * @param installed where the package has its files if it is installed
 * @param client the words that download the package
 */
record FashionMnistPackage(List<KnownFile> files, Path installed, List<String> client) implements Route {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    // when the publisher packed the training and the test files, in seconds since 1970
    private static final int TRAIN_PACKED = 1_504_176_606;
    private static final int TEST_PACKED = 1_504_176_627;
    private static final int HEADER = 10;
    private static final byte HAS_NAME = 8;

    /** Describes the package for this machine. */
    static FashionMnistPackage of(List<KnownFile> files) {
        return new FashionMnistPackage(
                files,
                Path.of("/usr/share/datasets/fashion-mnist"),
                List.of(
                        "apt-get",
                        "download",
                        "-q",
                        "-o",
                        "Acquire::Retries=1",
                        "-o",
                        "Acquire::http::Timeout=30",
                        "dataset-fashion-mnist"));
    }

    @Override
    public void bring(Path directory, Download download) throws IOException, InterruptedException {
        Path source = Files.isDirectory(installed) ? installed : unpacked(directory, download.progress());
        for (KnownFile file : files) {
            Path packed = source.resolve(file.name());
            // a little less than the publisher's
            if (!Files.isRegularFile(packed) || Files.size(packed) > file.size()) {
                throw new DataException("The Debian package dataset-fashion-mnist has no " + file.name()
                        + " of the size expected in " + source + ".");
            }
            Files.write(directory.resolve(file.name()), restored(Files.readAllBytes(packed), file.name()));
        }
    }

    private Path unpacked(Path directory, Progress progress) throws IOException, InterruptedException {
        try {
            String what = "apt-get fetches dataset-fashion-mnist (31 MB)";
            new Command(client, directory, LIMIT).run(since -> progress.waiting("Fashion-MNIST", what, since));
            Path contents = Files.createDirectory(directory.resolve("package"));
            Path archive = archive(directory);
            // Debian's own program: it lets no path of the package out of the directory
            new Command(List.of("dpkg-deb", "-x", archive.toString(), contents.toString()), directory, LIMIT)
                    .run(since -> progress.waiting("Fashion-MNIST", "unpacking", since));
            return contents.resolve("usr/share/datasets/fashion-mnist");
        } catch (DataException e) {
            throw new DataException(
                    "Fashion-MNIST is also in the Debian package dataset-fashion-mnist (31 MB), but " + e.getMessage()
                            + " Where there is Debian or Ubuntu, run 'apt-get install dataset-fashion-mnist'.",
                    e);
        }
    }

    private static Path archive(Path directory) throws IOException {
        try (var all = Files.newDirectoryStream(directory, "*.deb")) {
            for (Path archive : all) {
                return archive;
            }
        }
        throw new DataException("apt-get brought no package.");
    }

    /** Puts name and time back into the header. */
    private static byte[] restored(byte[] gzip, String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] header = new byte[Math.min(HEADER, gzip.length)];
        System.arraycopy(gzip, 0, header, 0, header.length);
        if (header.length == HEADER) {
            ByteBuffer.wrap(header)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(3, HAS_NAME)
                    .putInt(4, name.startsWith("train") ? TRAIN_PACKED : TEST_PACKED);
        }
        out.writeBytes(header);
        out.writeBytes(name.replace(".gz", "\0").getBytes(StandardCharsets.US_ASCII));
        out.write(gzip, header.length, gzip.length - header.length);
        return out.toByteArray();
    }
}
