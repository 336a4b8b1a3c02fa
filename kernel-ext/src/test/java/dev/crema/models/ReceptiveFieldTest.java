package dev.crema.models;

import static dev.crema.layers.Layers.avgPool;
import static dev.crema.layers.Layers.batchNorm;
import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.identity;
import static dev.crema.layers.Layers.maxPool;
import static dev.crema.layers.Layers.maxUnpool;
import static dev.crema.layers.Layers.noBias;
import static dev.crema.layers.Layers.pad;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.samePad;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.stride;
import static dev.crema.layers.Layers.transposedConv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.GradientCollector;
import dev.crema.layers.Layers;
import dev.crema.layers.Net;
import dev.crema.layers.Pass;
import dev.crema.layers.Summary;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** "Distill" is Araujo, Norris and Sim 2019, "Computing receptive fields of convolutional neural networks". */
class ReceptiveFieldTest {
    private static final Shape PHOTO = new Shape(1, 3, 224, 224);

    @Test
    void leNet_seesFiveSixFourteenAndSixteenPixels_thenAll() {
        Summary summary = Layers.summary(LeNet.of(10), new Shape(1, 1, 28, 28));
        assertEquals(OptionalInt.of(5), field(summary, "conv1"));
        assertEquals(OptionalInt.of(6), field(summary, "maxPool1"));
        assertEquals(OptionalInt.of(14), field(summary, "conv2"));
        assertEquals(OptionalInt.of(16), field(summary, "maxPool2"));
        assertEquals(OptionalInt.empty(), field(summary, "linear1"));
    }

    @Test
    void threeSmallKernels_seeAsMuchAsALargeOne() {
        assertEquals(7, largest(seq(conv(1, 3), conv(1, 3), conv(1, 3)), PHOTO));
        assertEquals(7, largest(conv(1, 7), PHOTO));
    }

    @Test
    void netsOfThePapers_seeWhatDistillSays() {
        assertEquals(195, largest(AlexNet.of(1000), PHOTO));
        assertEquals(212, largest(Vgg.of(16, 1000), PHOTO));
        // the strides in the first convolution of each block, as in the paper
        SequentialBlock net = seq(conv(64, 7, stride(2), noBias()), maxPool(3, 2, pad(1)));
        int[] blocks = {3, 4, 6, 3};
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < blocks[i]; j++) {
                int step = i > 0 && j == 0 ? 2 : 1;
                Block body = seq(conv(4, 1, stride(step)), relu(), conv(4, 3), batchNorm(), conv(8 << i, 1));
                net.add(new Residual(body, j == 0 ? conv(8 << i, 1, stride(step)) : identity()));
            }
        }
        assertEquals(483, largest(net, PHOTO), "ResNet-50");
    }

    @Test
    void netsOfTorchvision_seeWhatIsWorkedOutByHand() {
        // 7/2: 7; pooling: 11; 4 · 8; 8 + 3 · 16; 16 + 3 · 32; 32 + 3 · 64
        assertEquals(11 + 32 + 56 + 112 + 224, largest(ResNet.of(18, 10), PHOTO));
        // one 3×3 convolution a block, the first of each stage still with the step before
        assertEquals(11 + 3 * 8 + (8 + 3 * 16) + (16 + 5 * 32) + (32 + 2 * 64), largest(ResNet.of(50, 10), PHOTO));
        // 7/2, 3/2: 11; 3×3: 19; 3/2: 27; 2 · 16; 3/2: 75; 5 · 32; 2/2: 251; 2 · 64
        assertEquals(379, largest(GoogLeNet.of(10), PHOTO));
    }

    @Test
    void whatEnlarges_takesSmallerSteps() {
        // 3/2: 3, two pixels apart; two kernels of four overlap: 5, one apart; 3×3: 7
        assertEquals(
                7, largest(seq(conv(2, 3, stride(2), pad(1)), transposedConv(2, 4, stride(2)), conv(1, 3)), PHOTO));
        // 2×2 pixels; 3×3 of them: 6, one apart again; 3×3: 8
        assertEquals(8, largest(seq(maxUnpool(2, conv(3, 3)), conv(1, 3)), PHOTO));
        assertEquals(3, largest(seq(samePad(3, 2), conv(1, 3, stride(2), pad(0))), PHOTO));
    }

    @Test
    void gradientOfOnePixel_reachesExactlyAsFar() {
        assertReaches(conv(2, 3));
        assertReaches(seq(conv(2, 5, stride(2)), avgPool(3, 2), conv(2, 3)));
        assertReaches(seq(conv(2, 3), new Branches(), avgPool(2, 2), new Branches(), conv(2, 3)));
        assertReaches(seq(conv(2, 3, stride(2)), conv(2, 3), transposedConv(2, 4, stride(2)), conv(2, 3)));
    }

    /** Adds 3×3 and 5×5, and lays 3×3 of the sum beside the input. */
    private static final class Branches extends Net {
        private final Block three = add("three", conv(2, 3));
        private final Block five = add("five", conv(2, 5));
        private final Block last = add("last", conv(2, 3));

        @Override
        protected NDArray forward(Pass pass, NDArray x) {
            NDArray sum = pass.run(three, x).add(pass.run(five, x));
            return NDArrays.concat(new NDList(x, pass.run(last, sum).mul(0.5)), 1);
        }
    }

    private static void assertReaches(Block net) {
        int side = 64;
        try (NDManager manager = NDManager.newBaseManager()) {
            Shape image = new Shape(1, 1, side, side);
            int expected = largest(net, image);
            assertTrue(expected < side / 2, "the field is to lie within the image: " + expected);
            Layers.initialize(net, image, 1);
            NDArray x = manager.randomNormal(0, 1, image, DataType.FLOAT32);
            x.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray y = ModelChecks.run(net, x);
                long middle = y.getShape().get(2) / 2;
                NDArray pixel = y.get(":, :, {}, {}", middle, middle).sum();
                collector.backward(pixel);
            }
            NDArray reached = x.getGradient().abs();
            for (int axis = 2; axis < 4; axis++) {
                NDArray lines = reached.sum(new int[] {5 - axis}).gt(0);
                assertEquals(
                        expected, lines.toType(DataType.INT64, false).sum().getLong(), "pixels along axis " + axis);
            }
        }
    }

    private static OptionalInt field(Summary summary, String path) {
        return summary.rows().stream()
                .filter(row -> row.path().equals(path))
                .findFirst()
                .orElseThrow()
                .receptiveField();
    }

    private static int largest(Block net, Shape image) {
        return Layers.summary(net, image).rows().stream()
                .flatMapToInt(row -> row.receptiveField().stream())
                .max()
                .orElseThrow();
    }
}
