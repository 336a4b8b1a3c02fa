package dev.crema.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files that are in one directory of the cache, all of them and checked, whichever way they came.
 *
 * @param set what the field calls the data set
 * @param directory its name below the cache
 * @param files what must be there
 * @param routes ways to get them, the first that is open is taken
 */
record CachedFiles(String set, String directory, List<KnownFile> files, List<Route> routes) {

    /**
     * Finds the files in the cache, or brings them there.
     *
     * @param download the cache, and who is told of progress
     * @return the directory that holds them, all compared with their checksums just now
     * @throws DataException if they are not there and no way is open, or the thread is interrupted, which leaves it marked
     *     as interrupted
     */
    Path fetch(Download download) {
        Path place = download.cache().resolve(directory);
        try {
            return CacheLock.holding(set, place, () -> {
                Files.createDirectories(place);
                if (!areIn(place)) {
                    bring(place, download);
                }
                return place;
            });
        } finally {
            download.progress().end();
        }
    }

    /** Says whether the files are in the cache, all of them and right. */
    boolean areThere(Download download) {
        Path place = download.cache().resolve(directory);
        return CacheLock.holding(set, place, () -> areIn(place));
    }

    private boolean areIn(Path place) throws IOException {
        for (KnownFile file : files) {
            if (!file.isAt(place.resolve(file.name()))) {
                return false;
            }
        }
        return true;
    }

    private void bring(Path place, Download download) throws IOException, InterruptedException {
        // one name is enough while everybody else waits, and finds what a process that died has left
        Path fresh = place.resolve("new");
        List<String> failures = new ArrayList<>();
        for (Route route : routes) {
            delete(fresh);
            Files.createDirectory(fresh);
            try {
                route.bring(fresh, download);
                take(fresh, place);
                return;
            } catch (DataException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                failures.add(e.getMessage());
            } finally {
                delete(fresh);
            }
        }
        throw new DataException(
                set + " (" + size() + ") is not in " + place + " and cannot be fetched. " + String.join(" ", failures));
    }

    private String size() {
        return files.size()
                + (files.size() == 1 ? " file of " : " files, ")
                + KnownFile.megabytes(files.stream().mapToLong(KnownFile::size).sum());
    }

    private void take(Path fresh, Path place) throws IOException {
        for (KnownFile file : files) {
            Path brought = fresh.resolve(file.name());
            Path target = place.resolve(file.name());
            if (file.isAt(brought)) {
                Files.move(brought, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else if (!file.isAt(target)) {
                throw new DataException("The file " + file.name() + " of " + set + " came with other bytes, expected "
                        + file.size() + " bytes with SHA-256 " + file.sha256() + ".");
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
