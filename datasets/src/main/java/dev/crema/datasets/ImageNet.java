package dev.crema.datasets;

import java.util.List;

/**
 * The 1000 classes of the ImageNet challenge (Russakovsky et al. 2015, "ImageNet large scale visual recognition challenge",
 * International Journal of Computer Vision 115). The photographs themselves may not be passed on, and are not here.
 */
public final class ImageNet {
    private static final DataFile CLASSES = new DataFile(
            "imagenet/classes.txt.gz", 5_237, "1ab1fc639940f2ebd725629b2d3ebd2066fbfafc0d8f31e7ae9fb399e98c8c68");

    private ImageNet() {}

    /**
     * Returns the names of the classes, such as "giant panda" for number 388.
     *
     * <p>If the system property {@code crema.data} is set, the file comes from that directory, laid out as
     * {@code datasets/data}, instead of the class path.
     *
     * @return 1000 different names, in the order that networks trained on ImageNet number them
     * @throws DataException if the data file is missing, truncated or altered
     */
    public static List<String> classes() {
        return CLASSES.text().lines().toList();
    }
}
