package dev.crema.models;

import static dev.crema.layers.Layers.architecture;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.summary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.layers.Architecture;
import dev.crema.layers.Architecture.Box;
import dev.crema.layers.Architecture.Kind;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DrawingsTest {
    private static final Shape IMAGE = new Shape(1, 3, 64, 64);

    @Test
    void aStraightNet_isAChain_withActivationsInTheirLayersBoxes() {
        Architecture lenet = architecture(LeNet.of(10), new Shape(1, 1, 28, 28));

        assertEquals(
                List.of("input", "conv1", "maxPool1", "conv2", "maxPool2", "linear1", "linear2", "linear3"),
                lenet.boxes().stream().map(Box::path).toList());
        for (int i = 1; i < lenet.boxes().size(); i++) {
            assertEquals(List.of(i - 1), lenet.boxes().get(i).from());
        }
        Box conv = lenet.boxes().get(1);
        assertEquals("conv 5×5", conv.operations().get(0));
        assertEquals(156, conv.parameters());
        assertEquals(new Shape(1, 6, 28, 28), conv.output());
        assertEquals(61_706, lenet.parameters());
        assertTrue(
                lenet.draw().text().contains("input 1×28×28 → conv1 6×28×28 → maxPool1 6×14×14 → "),
                lenet.draw().text());
    }

    @Test
    void everyNumberIsCounted_inAtMost24Boxes() {
        Map<Block, Shape> nets = Map.of(
                Vgg.of(16, 10), IMAGE,
                ResNet.of(18, 10), IMAGE,
                ResNet.of(50, 10), IMAGE,
                ResNet.of(152, 10), IMAGE,
                GoogLeNet.of(10), IMAGE,
                EfficientNetLite0.of(10), IMAGE,
                UNet.of(3, 2), IMAGE,
                Autoencoder.convolutional(new Shape(1, 28, 28), 16), new Shape(1, 1, 28, 28),
                TextClassifier.of(100, 8, 16, 2), new Shape(1, 20));
        nets.forEach((net, input) -> {
            Architecture drawing = architecture(net, input);
            String name = net.getClass().getSimpleName();
            assertEquals(
                    summary(net, input).parameters(),
                    drawing.boxes().stream().mapToLong(Box::parameters).sum(),
                    name);
            long boxes = drawing.boxes().stream()
                    .filter(box -> box.kind() != Kind.INPUT && box.kind() != Kind.JOIN)
                    .count();
            assertTrue(boxes <= Architecture.MOST, name + ": " + boxes);
            for (int i = 0; i < drawing.boxes().size(); i++) {
                int number = i;
                assertTrue(drawing.boxes().get(i).from().stream().allMatch(from -> from < number), name);
            }
            assertFalse(net.isInitialized(), name + " stays as it is");
        });
    }

    @Test
    void aResidualBlock_isAddedToItsInput() {
        Architecture same = architecture(Residual.basic(8, 8, 1), new Shape(1, 8, 6, 6));
        assertEquals(List.of("+"), last(same).operations());
        assertEquals(List.of("body.conv2", "input"), from(same, last(same)));

        Architecture halved = architecture(Residual.basic(8, 16, 2), new Shape(1, 8, 6, 6));
        assertEquals(List.of("body.conv2", "shortcut.conv1"), from(halved, last(halved)));
    }

    @Test
    void inceptionsBranches_areLaidBesideEachOther() {
        Architecture inception = architecture(new Inception(64, 96, 128, 16, 32, 32), new Shape(1, 192, 28, 28));
        assertEquals(List.of("concat"), last(inception).operations());
        assertEquals(4, last(inception).from().size());
        long fed = inception.boxes().stream()
                .filter(box -> box.from().equals(List.of(0)))
                .count();
        assertEquals(4, fed);
        assertTrue(inception.draw().svg().orElseThrow().contains(">concat<"));
    }

    @Test
    void uNetsWaysAcross_joinWhatIsOfOneSize() {
        Architecture unet = architecture(UNet.of(1, 2), new Shape(1, 1, 32, 32));
        Map<String, List<String>> joins = unet.boxes().stream()
                .filter(box -> box.kind() == Kind.JOIN)
                .collect(Collectors.toMap(Box::path, box -> from(unet, box)));
        assertEquals(
                Map.of(
                        "concat1", List.of("encoder4", "up4"),
                        "concat2", List.of("encoder3", "up3"),
                        "concat3", List.of("encoder2", "up2"),
                        "concat4", List.of("encoder1", "up1")),
                joins);
    }

    @Test
    void whatANetComputesBetweenItsParts_isFound() {
        Architecture drawing = architecture(new Gated(), new Shape(1, 4));
        Map<String, List<String>> sources =
                drawing.boxes().stream().collect(Collectors.toMap(Box::path, box -> from(drawing, box)));
        assertEquals(List.of("gate.linear1", "value"), sources.get("multiply1"));
        assertEquals(List.of("multiply1"), sources.get("out"));
        assertEquals(List.of("input", "out"), sources.get("add1"));
        assertFalse(sources.containsKey("relu1"), "an activation has no box of its own");
    }

    @Test
    void manyEqualParts_areDrawnOnce_withOneOfThemFromTheInside() {
        Architecture deep = architecture(ResNet.of(152, 10), IMAGE);
        int residuals = deep.boxes().stream()
                .filter(box -> box.path().contains("residual"))
                .mapToInt(Box::times)
                .sum();
        assertEquals(3 + 8 + 36 + 3, residuals);
        Architecture inside = deep.inside().orElseThrow();
        assertEquals(List.of("body.conv3", "shortcut.conv1"), from(inside, last(inside)));
        assertTrue(
                deep.draw().alt().contains("Inside: block1.residual1 (Residual)"),
                deep.draw().alt());
    }

    @Test
    void theStepsOfASequence_areNotLayers() {
        Architecture lstm = architecture(Lstm.of(5), new Shape(1, 50, 3));
        assertEquals(2, lstm.boxes().size());
        assertEquals(summary(Lstm.of(5), new Shape(1, 50, 3)).parameters(), lstm.parameters());
    }

    @Test
    void theDrawing_saysItInWords_andIsTheSameTwice() {
        Architecture unet = architecture(UNet.of(1, 2), new Shape(1, 1, 32, 32));
        assertTrue(
                unet.draw().alt().startsWith("UNet from 1×32×32 to 2×32×32 in 18 boxes, branches that join 4 times"),
                unet.draw().alt());
        assertEquals(
                unet.draw().svg().orElseThrow(),
                architecture(UNet.of(1, 2), new Shape(1, 1, 32, 32))
                        .draw()
                        .svg()
                        .orElseThrow());
        assertTrue(unet.draw().html().contains("<td>encoder4, up4</td>"));
    }

    @Test
    void aShapeThatDoesNotFit_isRefused_andTheLayerIsNamed() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> architecture(LeNet.of(10), new Shape(1, 1, 6, 6)));
        assertTrue(refused.getMessage().contains("conv2"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> architecture(LeNet.of(10)));
    }

    private static Box last(Architecture drawing) {
        return drawing.boxes().get(drawing.boxes().size() - 1);
    }

    private static List<String> from(Architecture drawing, Box box) {
        TreeSet<String> names = new TreeSet<>();
        box.from().forEach(source -> names.add(drawing.boxes().get(source).path()));
        return List.copyOf(names);
    }

    /** x + out(gate(x) · value(x)). */
    private static final class Gated extends Net {
        private final Block gate = add("gate", seq(linear(4), relu()));
        private final Block value = add("value", linear(4));
        private final Block out = add("out", linear(4));

        @Override
        protected NDArray forward(Pass pass, NDArray x) {
            NDArray gated = pass.run(gate, x).mul(pass.run(value, x));
            return x.add(pass.run(out, gated));
        }
    }
}
