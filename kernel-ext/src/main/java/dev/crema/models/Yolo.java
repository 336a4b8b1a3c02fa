package dev.crema.models;

import static dev.crema.layers.Layers.conv;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;

/**
 * A grid-detection head in the style of YOLO (Redmon, Divvala, Girshick and Farhadi 2016, "You only look once: unified,
 * real-time object detection", arXiv:1506.02640, section 2): each cell of a grid says whether the middle of a thing lies in
 * it, where the thing's box is, and what it is, all at once.
 *
 * <pre>
 * part      output for images [N, C, H, W]
 * backbone  [N, features, rows, columns]                   a place for each cell of the grid
 * head 1×1  [N, 5·boxes + classes, rows, columns]
 *
 * what the network gives, with cells = rows · columns
 * objectness  [N, cells, boxes]      score (logit) that the box holds a thing
 * boxes       [N, cells, boxes, 4]   x and y of the upper left corner, width and height in pixels
 * scores      [N, cells, classes]    scores (logits) of the cell's thing
 * cells       [N, cells, 4]          the cells themselves, as boxes
 *
 * parameters   those of the backbone + (features + 1) · (5·boxes + classes)
 * </pre>
 *
 * The middle of a box lies in its cell, its size is a share of the image's. Where the paper has two dense layers that see
 * the whole image, the head here is a convolution, as in YOLO's later versions, and sigmoids keep what it gives in range.
 */
public final class Yolo extends Net {
    private final int boxes;
    private final int classes;
    private final Block backbone;
    private final Block head;

    private Yolo(Block backbone, int boxes, int classes) {
        this.boxes = boxes;
        this.classes = classes;
        this.backbone = add("backbone", backbone);
        this.head = add("head", conv(5 * boxes + classes, 1));
    }

    /**
     * Puts the head on a backbone.
     *
     * @param backbone from images {@code [N, C, H, W]} to {@code [N, features, rows, columns]}, the size of the grid; 7×7 in
     *     the paper
     * @param boxes how many boxes each cell proposes, at least 1; 2 in the paper
     * @param classes how many classes of things there are, at least 1
     * @return a network from images to objectness, boxes, scores and cells
     * @throws IllegalArgumentException if there is no box or no class
     */
    public static Block of(Block backbone, int boxes, int classes) {
        if (boxes < 1 || classes < 1) {
            throw new IllegalArgumentException("Each cell was to have " + boxes + " boxes and " + classes
                    + " classes; expected at least 1 of each");
        }
        return new Yolo(backbone, boxes, classes);
    }

    @Override
    protected NDList forward(Pass pass, NDList images) {
        NDArray grid = pass.run(head, pass.run(backbone, images.singletonOrThrow()));
        Shape image = images.head().getShape();
        long n = grid.size(0);
        long rows = grid.size(2);
        long columns = grid.size(3);
        NDArray y = grid.transpose(0, 2, 3, 1).reshape(n, rows * columns, 5L * boxes + classes);
        NDArray cells = cells(grid, (float) image.get(2) / rows, (float) image.get(3) / columns);
        NDArray shares =
                Activation.sigmoid(y.get(":, :, {}:{}", boxes, 5 * boxes)).reshape(n, rows * columns, boxes, 4);
        NDArray whole = cells.getManager().create(new float[] {image.get(3), image.get(2)});
        NDArray cell = cells.expandDims(1);
        NDArray size = shares.get(":, :, :, 2:").mul(whole);
        NDArray middle = shares.get(":, :, :, :2").mul(cell.get(":, :, 2:")).add(cell.get(":, :, :2"));
        return new NDList(
                y.get(":, :, :{}", boxes),
                middle.sub(size.div(2)).concat(size, 3),
                y.get(":, :, {}:", 5 * boxes),
                cells.expandDims(0).repeat(0, n));
    }

    private static NDArray cells(NDArray grid, float height, float width) {
        int rows = (int) grid.size(2);
        int columns = (int) grid.size(3);
        float[] cells = new float[rows * columns * 4];
        for (int i = 0; i < rows * columns; i++) {
            int row = i / columns;
            cells[4 * i] = (i - row * columns) * width;
            cells[4 * i + 1] = row * height;
            cells[4 * i + 2] = width;
            cells[4 * i + 3] = height;
        }
        return grid.getManager().create(cells, new Shape((long) rows * columns, 4));
    }
}
