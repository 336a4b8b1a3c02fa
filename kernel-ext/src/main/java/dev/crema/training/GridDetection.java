package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.loss.Loss;

/** What is where, cell by cell: see {@link Losses#gridDetection}. */
final class GridDetection extends Loss {
    private static final float BOX_WEIGHT = 5;
    private static final float EMPTY_WEIGHT = 0.5f;
    private static final int[] ALL_BUT_THE_BATCH = {1, 2};

    GridDetection() {
        super("grid detection");
    }

    @Override
    public NDArray evaluate(NDList targets, NDList outputs) {
        Grid grid = Grid.of(outputs);
        NDArray objectness = outputs.get(0);
        NDManager memory = objectness.getManager();
        NDArray truth = SceneTargets.boxes(targets);
        Assigned assigned = new Assigned(grid, Box.of(truth), targets.head().toLongArray());
        Shape shape = objectness.getShape();
        NDArray there = memory.create(assigned.there, shape);
        NDArray is = memory.create(assigned.classes, outputs.get(2).getShape());
        NDArray errors = geometry(outputs.get(1), grid)
                .sub(geometry(memory.create(assigned.boxes, outputs.get(1).getShape()), grid))
                .square()
                .sum(new int[] {3});
        NDArray weights = there.mul(1 - EMPTY_WEIGHT).add(EMPTY_WEIGHT);
        NDArray uncertain =
                Activation.softPlus(objectness).sub(objectness.mul(there)).mul(weights);
        return errors.mul(there)
                .mul(BOX_WEIGHT)
                .add(uncertain)
                .sum(ALL_BUT_THE_BATCH)
                .sub(outputs.get(2).logSoftmax(2).mul(is).sum(ALL_BUT_THE_BATCH))
                .mean();
    }

    /** The middle in cells, and the square roots of the sizes as shares of the image: an error of small boxes counts more. */
    private static NDArray geometry(NDArray boxes, Grid grid) {
        NDManager memory = boxes.getManager();
        NDArray size = boxes.get(":, :, :, 2:");
        NDArray middle = boxes.get(":, :, :, :2").add(size.div(2));
        NDArray cell = memory.create(new float[] {grid.cellWidth(), grid.cellHeight()});
        NDArray image = memory.create(new float[] {grid.width(), grid.height()});
        // the square root has no derivative at 0
        return middle.div(cell).concat(size.div(image).maximum(1e-6).sqrt(), 3);
    }

    /** Which box of which cell has to find which thing; of two things in a cell, the first. */
    private static final class Assigned {
        final float[] there;
        final float[] boxes;
        final float[] classes;

        Assigned(Grid grid, Box[] things, long[] labels) {
            int cells = grid.cells().length;
            there = new float[grid.images() * cells * grid.boxes()];
            boxes = new float[4 * there.length];
            classes = new float[grid.images() * cells * grid.classes()];
            boolean[] taken = new boolean[grid.images() * cells];
            for (int i = 0; i < things.length; i++) {
                int image = i / (things.length / grid.images());
                Box thing = things[i];
                if (thing.width() > 0 && thing.height() > 0) {
                    int cell = image * cells + grid.cellOf(thing);
                    if (!taken[cell]) {
                        taken[cell] = true;
                        require(labels[i], grid.classes());
                        assign(cell * grid.boxes() + grid.responsible(cell, thing), thing);
                        classes[cell * grid.classes() + (int) labels[i]] = 1;
                    }
                }
            }
        }

        private void assign(int box, Box thing) {
            there[box] = 1;
            boxes[4 * box] = (float) thing.x();
            boxes[4 * box + 1] = (float) thing.y();
            boxes[4 * box + 2] = (float) thing.width();
            boxes[4 * box + 3] = (float) thing.height();
        }

        private static void require(long label, int classes) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException(
                        "A thing is of class " + label + ", but the network knows the classes 0 to " + (classes - 1)
                                + "; make it of as many classes as the scenes have");
            }
        }
    }

    /**
     * What a network of cells gives, without gradients.
     *
     * @param cells of one image
     * @param proposed boxes of all cells of all images
     * @param boxes how many each cell proposes
     */
    record Grid(int images, Box[] cells, Box[] proposed, int boxes, int classes) {
        static Grid of(NDList outputs) {
            if (outputs.size() != 4
                    || outputs.get(0).getShape().dimension() != 3
                    || outputs.get(3).getShape().dimension() != 3
                    || !outputs.get(1)
                            .getShape()
                            .equals(outputs.get(0).getShape().add(4))) {
                throw new IllegalArgumentException(
                        "Expected objectness [batch, cells, boxes], boxes [batch, cells, boxes,"
                                + " 4], scores [batch, cells, classes] and cells [batch, cells, 4] of a detector such as Yolo, not "
                                + outputs.stream().map(NDArray::getShape).toList());
            }
            Shape shape = outputs.get(0).getShape();
            NDArray first = outputs.get(3).get("0");
            return new Grid(
                    (int) shape.get(0),
                    Box.of(first.toType(DataType.FLOAT32, false)),
                    Box.of(outputs.get(1)),
                    (int) shape.get(2),
                    (int) outputs.get(2).size(2));
        }

        float cellWidth() {
            return (float) cells[0].width();
        }

        float cellHeight() {
            return (float) cells[0].height();
        }

        float width() {
            return (float) (last().x() + last().width());
        }

        float height() {
            return (float) (last().y() + last().height());
        }

        private Box last() {
            return cells[cells.length - 1];
        }

        /** The cell that the middle of a thing lies in. */
        int cellOf(Box thing) {
            int columns = Math.round(width() / cellWidth());
            int rows = Math.round(height() / cellHeight());
            int column = (int) ((thing.x() + thing.width() / 2) / cellWidth());
            int row = (int) ((thing.y() + thing.height() / 2) / cellHeight());
            return Math.min(row, rows - 1) * columns + Math.min(column, columns - 1);
        }

        /** The box of a cell that covers a thing best already. */
        int responsible(int cell, Box thing) {
            int best = 0;
            for (int b = 1; b < boxes; b++) {
                if (proposed[cell * boxes + b].intersectionOverUnion(thing)
                        > proposed[cell * boxes + best].intersectionOverUnion(thing)) {
                    best = b;
                }
            }
            return best;
        }
    }
}
