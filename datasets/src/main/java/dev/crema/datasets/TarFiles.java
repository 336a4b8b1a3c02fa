package dev.crema.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that the publisher offers in one gzipped tar archive. The archive is deleted from the cache when they are out of it.
 *
 * @param archive what is downloaded
 * @param folder where the files are in it
 * @param files which are taken out; the others stay
 */
record TarFiles(PublishedFile archive, String folder, List<KnownFile> files) implements Route {
    private static final long OTHER_FILES = 16_000_000;

    @Override
    public void bring(Path directory, Download download) throws IOException {
        Path packed = download.fetch(archive);
        long most = OTHER_FILES + files.stream().mapToLong(KnownFile::size).sum();
        try (TarReader tar = new TarReader(packed, most)) {
            for (String entry = tar.next(); entry != null; entry = tar.next()) {
                for (KnownFile file : files) {
                    if (entry.equals(folder + "/" + file.name())) {
                        Files.write(directory.resolve(file.name()), tar.content(file.size()));
                    }
                }
            }
        }
        Files.delete(packed);
    }
}
