package dev.crema.kernel;

import dev.crema.datasets.ImageDataset;
import dev.crema.datasets.LabelledImages;
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
}
