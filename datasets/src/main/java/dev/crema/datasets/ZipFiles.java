package dev.crema.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that the publisher offers in one zip archive. The archive is deleted from the cache when they are out of it.
 *
 * @param archive what is downloaded
 * @param files which are taken out, by the names they have in the archive; the others stay
 */
record ZipFiles(PublishedFile archive, List<KnownFile> files) implements Route {
    @Override
    public void bring(Path directory, Download download) throws IOException {
        Path packed = download.fetch(archive);
        try (ZipReader zip = new ZipReader(packed)) {
            for (KnownFile file : files) {
                try (InputStream in = zip.open(file.name(), file.size())) {
                    Files.copy(in, directory.resolve(file.name()));
                }
            }
        }
        Files.delete(packed);
    }
}
