package dev.crema.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of the user's own. */
final class LocalFile {
    private LocalFile() {}

    /** Returns the size in bytes, small enough for an array. */
    static long size(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new DataException(file + " is a directory, expected a file. Name a file in it.");
            }
            long size = Files.size(file);
            if (size > Integer.MAX_VALUE - 8) {
                throw new DataException(file + " has " + size + " bytes, expected less than 2 GiB. Cut it into parts.");
            }
            return size;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static DataException unreadable(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new DataException(
                    "There is no file " + file + ". The path is taken from "
                            + Path.of("").toAbsolutePath() + ": check its spelling, or give a whole path.",
                    e);
        }
        return new DataException("The file " + file + " cannot be read: " + e + ". Check that you may read it.", e);
    }
}
