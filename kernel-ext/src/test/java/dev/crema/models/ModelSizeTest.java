package dev.crema.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A model is small enough to be read aloud. */
class ModelSizeTest {
    private static final Path MODELS = Path.of("src/main/java/dev/crema/models");

    @Test
    void modelFiles_areShort() throws IOException {
        Map<String, Long> lines = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(MODELS)) {
            for (Path file : files.sorted()
                    .filter(file -> !file.endsWith("package-info.java"))
                    .toList()) {
                lines.put(file.getFileName().toString(), codeLines(Files.readString(file)));
            }
        }
        List<Long> sizes = lines.values().stream().sorted().toList();
        assertTrue(sizes.size() > 10, "only " + lines);
        assertTrue(sizes.get(sizes.size() / 2) < 60, "the median of the lines of code is to be under 60: " + lines);
        assertTrue(sizes.get(sizes.size() - 1) < 150, "every file is to have under 150 lines of code: " + lines);
    }

    @Test
    void codeLines_areThoseThatDoSomething() {
        assertEquals(3, codeLines("""
                        package a;

                        import b.C;

                        /** What it is,
                         * at length. */
                        class D {
                            // why
                            int e = 1; // here
                            /* not */
                        }
                        """));
    }

    /** Lines without comments, blank ones, imports and the package. */
    private static long codeLines(String source) {
        return source.replaceAll("(?s)/\\*.*?\\*/", "")
                .lines()
                .map(line -> line.replaceFirst("//.*", "").strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("import ") && !line.startsWith("package "))
                .count();
    }
}
