package dev.crema.datasets;

import java.io.IOException;
import java.nio.file.Path;

/** A way in which the files of a data set come to this machine. */
interface Route {
    /**
     * Brings all files of the data set.
     *
     * @param directory an empty directory to put those in that are not yet at their place in the cache; what else is left
     *     there is deleted
     * @param download the cache, and who is told of progress
     * @throws DataException if this way is closed; its message is a sentence that says why and what opens it
     */
    void bring(Path directory, Download download) throws IOException, InterruptedException;
}
