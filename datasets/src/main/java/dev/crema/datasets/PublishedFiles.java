package dev.crema.datasets;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that the publisher offers one by one. They are downloaded to their place in the cache.
 *
 * @param all what is downloaded
 */
record PublishedFiles(List<PublishedFile> all) implements Route {

    /**
     * Describes files of one directory.
     *
     * @param set what the field calls the data set
     * @param directory its name below the cache
     * @param files their names below the directory
     * @param addresses of the directory, the publisher's first, each with a slash at the end
     */
    static PublishedFiles of(String set, String directory, List<KnownFile> files, List<String> addresses) {
        return new PublishedFiles(files.stream()
                .map(file -> new PublishedFile(
                        set,
                        new KnownFile(directory + "/" + file.name(), file.size(), file.sha256()),
                        addresses.stream()
                                .map(address -> URI.create(address + file.name()))
                                .toList()))
                .toList());
    }

    @Override
    public void bring(Path directory, Download download) {
        all.forEach(download::fetch);
    }
}
