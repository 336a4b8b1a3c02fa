package dev.crema.kernel;

import dev.crema.augmentation.Augmentation;
import dev.crema.datasets.ImageBatch;
import dev.crema.datasets.ImageDataset;
import dev.crema.datasets.LabelledImages;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** Words that every notebook starts with. */
public final class Notebook {
    private Notebook() {}

    /**
     * Shows a value below the cell just as the cell's last expression is shown, from anywhere in the cell.
     *
     * @param value what to show: something that can be drawn, an array, a table, a picture, or any other object
     * @throws NullPointerException if no notebook's kernel is running
     */
    public static void show(@Nullable Object value) {
        BaseKernel kernel = BaseKernel.notebookKernel();
        DisplayData data =
                value == null ? new DisplayData("null") : kernel.getRenderer().render(value);
        CellOutput.ofRunningCell(kernel).display(data);
    }

    /**
     * Describes a data set: the first images of each class with their labels, and how many there are of each.
     *
     * @param data the data set
     * @return a value that can be drawn
     * @throws dev.crema.datasets.DataException if the data was closed
     */
    public static DatasetOverview describe(ImageDataset data) {
        return DatasetOverview.of(data);
    }

    /**
     * Describes labelled images: the first of each class with their labels, and how many there are of each.
     *
     * @param images the images
     * @return a value that can be drawn
     * @throws dev.crema.datasets.DataException if the images were closed
     */
    public static DatasetOverview describe(LabelledImages images) {
        return DatasetOverview.of(images);
    }

    /**
     * Shows what an augmentation makes of images: the first five as they are, and below them their changed versions.
     *
     * @param augmentation the augmentation
     * @param images the images
     * @param times how often to apply it, at least 1
     * @param seed the same seed gives the same pictures
     * @return a value that can be drawn
     * @throws IllegalArgumentException if that would be more than {@value dev.crema.figures.ImageGrid#MOST} pictures, or
     *     {@code times} is below 1
     * @throws dev.crema.datasets.DataException if the images were closed or the augmentation does not fit them
     */
    public static AugmentedImages augmented(Augmentation augmentation, LabelledImages images, int times, long seed) {
        return AugmentedImages.of(augmentation, images, times, seed);
    }

    /**
     * Shows what an augmentation makes of a batch: its images as they are, and below them their changed versions; masks as
     * a tint, boxes as frames.
     *
     * @param augmentation the augmentation
     * @param batch the batch, which stays as it is
     * @param times how often to apply it, at least 1
     * @param seed the same seed gives the same pictures
     * @return a value that can be drawn
     * @throws IllegalArgumentException if that would be more than {@value dev.crema.figures.ImageGrid#MOST} pictures, or
     *     {@code times} is below 1
     * @throws dev.crema.datasets.DataException if the augmentation does not fit the batch
     */
    public static AugmentedImages augmented(Augmentation augmentation, ImageBatch batch, int times, long seed) {
        return AugmentedImages.of(augmentation, batch, List.of(), times, seed);
    }
}
