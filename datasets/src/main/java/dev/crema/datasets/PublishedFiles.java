package dev.crema.datasets;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

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
        try {
            all.forEach(download::fetch);
        } catch (DataException e) {
            if (all.size() == 1 || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            String addresses =
                    all.stream().map(file -> file.addresses().get(0).toString()).collect(Collectors.joining(" -O "));
            Path place = download.cache().resolve(all.get(0).file().name()).getParent();
            throw new DataException(
                    e.getMessage() + " All " + all.size() + " files come with 'curl -L -O " + addresses
                            + "'; they belong in " + place + ".",
                    e);
        }
    }
}
