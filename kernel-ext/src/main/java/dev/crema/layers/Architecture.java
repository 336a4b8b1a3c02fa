package dev.crema.layers;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A network as a drawing of boxes: each with what it does, the shape that it gives and how many numbers it learns; arrows
 * where branches part and join, as papers draw them (such as He et al. 2015, arXiv:1512.03385, fig. 3, and Ronneberger et
 * al. 2015, arXiv:1505.04597, fig. 1). Activations, normalisation and dropout stand in the box of the layer before them. Of
 * a large network the parts are drawn, at most {@value #MOST} boxes, and one kind of part from the inside below.
 *
 * @param name what the network is called
 * @param boxes the boxes, each after those that feed it; the first are the inputs
 * @param parameters how many numbers the whole network learns
 * @param inside the commonest of the parts whose inside is not drawn, if it has branches
 */
public record Architecture(String name, List<Box> boxes, long parameters, Optional<Architecture> inside)
        implements Drawable {
    /** So many boxes are drawn at most, unless even the outermost parts are more. */
    public static final int MOST = 24;

    /** What a box stands for. */
    public enum Kind {
        /** What the network is given. */
        INPUT,
        /** Convolutions and what undoes them. */
        CONVOLUTION,
        /** Dense layers. */
        DENSE,
        /** Layers that make one number of a window. */
        POOLING,
        /** Layers that go along a sequence, and the vectors of words. */
        SEQUENCE,
        /** A part of several layers. */
        PART,
        /** A place where branches join. */
        JOIN,
        /** Anything else. */
        OTHER
    }

    /**
     * One box.
     *
     * @param path where the layer or part is, such as {@code "block2.conv1"}; of a join its kind and number, such as {@code "add1"}
     * @param kind what it stands for
     * @param operations what it does, in order, such as {@code "conv 3×3 /2"}, {@code "relu"}; of a join {@code "+"}, {@code "×"} or
     *     {@code "concat"}
     * @param output shape of what it gives
     * @param parameters how many numbers it learns, in all of its repetitions
     * @param times how many such parts follow each other
     * @param from the numbers of the boxes that feed it, all smaller than its own
     */
    public record Box(
            String path,
            Kind kind,
            List<String> operations,
            Shape output,
            long parameters,
            int times,
            List<Integer> from) {
        /**
         * Keeps its own copies.
         *
         * @param path as above
         * @param kind as above
         * @param operations as above
         * @param output as above
         * @param parameters as above
         * @param times as above
         * @param from as above
         */
        public Box {
            operations = List.copyOf(operations);
            from = List.copyOf(from);
        }

        /** Such as {@code "64×56×56"}, without the batch. */
        String size() {
            return output.dimension() < 2
                    ? output.toString()
                    : Arrays.stream(output.getShape())
                            .skip(1)
                            .mapToObj(Long::toString)
                            .collect(Collectors.joining("×"));
        }

        private String words() {
            String repeated = times > 1 ? times + " × " : "";
            return kind == Kind.JOIN ? path : repeated + path + " " + size();
        }
    }

    /**
     * Keeps its own copy.
     *
     * @param name as above
     * @param boxes as above
     * @param parameters as above
     * @param inside as above
     */
    public Architecture {
        boxes = List.copyOf(boxes);
    }

    static Architecture of(Block net, Shape... inputs) {
        // says which layer does not fit, if one does not
        return Drafting.of(net, Summary.of(net, inputs), inputs);
    }

    @Override
    public Figure draw() {
        String title = "%s, %,d parameters".formatted(name, parameters);
        Floorplan plan = new Floorplan(boxes);
        Figure whole = Figure.of(title, alt(), plan.width(), plan.height(), plan::paint);
        if (inside.isEmpty()) {
            return whole.numbers(table()).detail(chain());
        }
        Architecture part = inside.orElseThrow();
        Floorplan below = new Floorplan(part.boxes);
        double top = plan.height() + 52;
        return Figure.of(
                        title,
                        alt() + " Inside: " + part.alt(),
                        Math.max(plan.width(), below.width()),
                        top + below.height(),
                        canvas -> {
                            plan.paint(canvas);
                            Floorplan.heading(canvas, "Inside " + part.name, plan.height() + 24);
                            canvas.shifted(0, top, below::paint);
                        })
                .numbers(table(), part.table())
                .detail(chain() + "\nInside " + part.name + ":\n" + part.chain());
    }

    private String alt() {
        long joins = boxes.stream().filter(box -> box.kind == Kind.JOIN).count();
        long inputs = boxes.stream().filter(box -> box.kind == Kind.INPUT).count();
        Box last = boxes.get(boxes.size() - 1);
        return "%s from %s to %s in %d boxes%s, %,d parameters."
                .formatted(
                        name,
                        boxes.stream().limit(inputs).map(Box::size).collect(Collectors.joining(" and ")),
                        last.size(),
                        boxes.size() - inputs - joins,
                        joins == 0
                                ? ""
                                : joins == 1 ? ", branches that join once" : ", branches that join " + joins + " times",
                        parameters);
    }

    /** The boxes as lines of text: arrows along each way, a new line where a way begins elsewhere. */
    private String chain() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < boxes.size(); i++) {
            Box box = boxes.get(i);
            boolean follows = i > 0 && box.from.equals(List.of(i - 1));
            String sources =
                    box.from.stream().map(source -> boxes.get(source).path).collect(Collectors.joining(", "));
            lines.append(follows ? " → " : (i == 0 ? "" : "\n") + (sources.isEmpty() ? "" : sources + " → "))
                    .append(box.words());
        }
        return lines.toString();
    }

    private Numbers table() {
        List<List<String>> rows = new ArrayList<>();
        IntStream.range(0, boxes.size()).forEach(i -> {
            Box box = boxes.get(i);
            String from =
                    box.from.stream().map(source -> boxes.get(source).path).collect(Collectors.joining(", "));
            rows.add(List.of(
                    box.times > 1 ? box.path + " ×" + box.times : box.path,
                    String.join(", ", box.operations),
                    from.isEmpty() ? "–" : from,
                    box.size(),
                    "%,d".formatted(box.parameters)));
        });
        return new Numbers(name, List.of("box", "what it does", "from", "gives", "parameters"), rows);
    }
}
