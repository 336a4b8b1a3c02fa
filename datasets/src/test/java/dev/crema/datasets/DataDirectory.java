package dev.crema.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** A copy of the bundled data that a test may damage, in use until it is closed. */
record DataDirectory(Path path) implements AutoCloseable {
    static DataDirectory copiedTo(Path path) throws IOException {
        Path bundled = Path.of("data");
        try (Stream<Path> files = Files.walk(bundled)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = path.resolve(bundled.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return emptyAt(path);
    }

    static DataDirectory emptyAt(Path path) {
        System.setProperty(DataFile.DIRECTORY, path.toString());
        return new DataDirectory(path);
    }

    /** Changes one bit in the middle of a file. */
    Path altered(String name) throws IOException {
        Path file = path.resolve(name);
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        return Files.write(file, content);
    }

    /** Leaves the first half of a file. */
    Path truncated(String name) throws IOException {
        Path file = path.resolve(name);
        byte[] content = Files.readAllBytes(file);
        return Files.write(file, Arrays.copyOf(content, content.length / 2));
    }

    @Override
    public void close() {
        System.clearProperty(DataFile.DIRECTORY);
    }
}
