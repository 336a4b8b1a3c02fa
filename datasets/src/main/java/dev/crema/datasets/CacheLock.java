package dev.crema.datasets;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread of one process at a time change a place in the cache. */
final class CacheLock {
    // a file lock keeps other processes out, but throws where another thread of this one holds it
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private CacheLock() {}

    /** What is done while everybody else waits. */
    interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    /**
     * Waits until nobody else is at the place, then works there.
     *
     * @param set what the field calls the data set
     * @param place a file or directory, absolute; its lock is the file of the same name with ".lock"
     * @param work what to do
     * @return what the work returns
     * @throws DataException if the work does, the place cannot be read or written, or the thread is interrupted, which
     *     leaves it marked as interrupted
     */
    static <T> T holding(String set, Path place, Work<T> work) {
        ReentrantLock threads = LOCKS.computeIfAbsent(place, path -> new ReentrantLock());
        try {
            threads.lockInterruptibly();
            try {
                Files.createDirectories(place.resolveSibling("."));
                return alone(place, work);
            } finally {
                threads.unlock();
            }
        } catch (InterruptedException | ClosedByInterruptException | FileLockInterruptionException e) {
            Thread.currentThread().interrupt();
            throw new DataException(
                    "The download of " + set + " was interrupted. What has arrived is kept: call again to continue.",
                    e);
        } catch (IOException e) {
            throw new DataException(
                    place + " of " + set + " cannot be written or read: " + e
                            + ". Make room there, or choose another directory with -D" + Download.DIRECTORY
                            + "=DIRECTORY.",
                    e);
        }
    }

    private static <T> T alone(Path place, Work<T> work) throws IOException, InterruptedException {
        // the lock file stays: whoever deleted it would let two others lock two files of the same name
        Path file = place.resolveSibling(place.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid()) {
                throw new IOException("the lock beside it was lost");
            }
            return work.run();
        }
    }
}
