package dev.crema.datasets;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A directory with a directory for each class, which holds its images.
 *
 * @param directory the outer directory
 * @param height to which all images are brought, in pixels
 * @param width to which all images are brought, in pixels
 */
record ImageFolder(Path directory, int height, int width) {
    private static final System.Logger LOG = System.getLogger(ImageFolder.class.getName());
    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".gif", ".bmp");
    private static final int CHANNELS = 3;
    private static final int LARGEST_SIDE = 4_096;

    ImageFolder {
        if (height < 1 || width < 1 || height > LARGEST_SIDE || width > LARGEST_SIDE) {
            throw new DataException("The images are to have " + height + " rows of " + width + " pixels, expected 1 to "
                    + LARGEST_SIDE + " each, such as 64.");
        }
    }

    LabelledImages load() {
        List<Path> classes = list(directory, Files::isDirectory);
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        int others = 0;
        for (int label = 0; label < classes.size(); label++) {
            List<Path> all = list(classes.get(label), Files::isRegularFile);
            List<Path> images = all.stream().filter(ImageFolder::isImage).toList();
            if (images.isEmpty()) {
                throw new DataException(classes.get(label) + " has no image among its " + all.size()
                        + " files, expected names that end in one of " + ENDINGS
                        + ". Every directory is a class: put images there, or delete the directory.");
            }
            others += all.size() - images.size();
            files.addAll(images);
            for (int i = 0; i < images.size(); i++) {
                labels.add(label);
            }
        }
        if (files.isEmpty()) {
            throw new DataException(directory
                    + " has no directories, expected one for each class, such as cats and dogs, with its images.");
        }
        if (others > 0) {
            LOG.log(System.Logger.Level.INFO, "{0}: skipped {1} files that are not images", directory, others);
        }
        return new LabelledImages(
                owner -> BytePixels.of(pixels(files), new Shape(files.size(), CHANNELS, height, width), owner),
                labels.stream().mapToInt(i -> i).toArray(),
                classes.stream().map(path -> path.getFileName().toString()).toList());
    }

    private byte[] pixels(List<Path> files) {
        int size = CHANNELS * height * width;
        if ((long) files.size() * size > Integer.MAX_VALUE - 8) {
            throw new DataException(files.size() + " images of " + height + " rows of " + width
                    + " pixels take more than 2 GB. Make them smaller, or put fewer into the directory.");
        }
        byte[] pixels = new byte[files.size() * size];
        for (int i = 0; i < files.size(); i++) {
            Photograph.read(files.get(i)).copyTo(pixels, i * size, height, width);
        }
        return pixels;
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    /** Lists what is not hidden, in the order of the names, the same on any system. */
    private static List<Path> list(Path directory, Predicate<Path> kind) {
        if (!Files.isDirectory(directory)) {
            throw new DataException("There is no directory " + directory + ". The path is taken from "
                    + Path.of("").toAbsolutePath() + ": check its spelling, or give a whole path.");
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(kind)
                    .filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted((a, b) ->
                            a.getFileName().toString().compareTo(b.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw LocalFile.unreadable(directory, e);
        }
    }
}
