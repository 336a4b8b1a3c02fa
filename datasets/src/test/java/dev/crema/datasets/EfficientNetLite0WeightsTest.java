package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EfficientNetLite0WeightsTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void load_hasTheShapesOfTheArchitecture() {
        Map<String, NDArray> weights = EfficientNetLite0Weights.load(manager);
        assertEquals(247, weights.size());
        // the paper's 4.65 million, which are learnt, and 42 016 means and variances, which are counted
        assertEquals(
                4_652_008,
                weights.entrySet().stream()
                        .filter(entry -> !entry.getKey().contains("running_"))
                        .mapToLong(entry -> entry.getValue().size())
                        .sum());
        assertEquals(new Shape(32, 3, 3, 3), weights.get("_conv_stem.weight").getShape());
        assertEquals(
                new Shape(1152, 1, 5, 5),
                weights.get("_blocks.12._depthwise_conv.weight").getShape());
        assertEquals(
                new Shape(1280, 320, 1, 1), weights.get("_conv_head.weight").getShape());
        assertEquals(new Shape(1000, 1280), weights.get("_fc.weight").getShape());
        assertEquals(new Shape(1000), weights.get("_fc.bias").getShape());
        weights.forEach((name, array) -> {
            assertEquals(DataType.FLOAT32, array.getDataType(), name);
            assertEquals(name, array.getName());
        });
    }

    @Test
    void load_hasNumbersToComputeWith() {
        EfficientNetLite0Weights.load(manager).forEach((name, array) -> {
            assertTrue(Float.isFinite(array.abs().sum().getFloat()), name);
            if (name.endsWith("running_var")) {
                assertTrue(array.min().getFloat() >= 0, name);
            }
        });
    }

    @Test
    void load_leavesNothingElseInTheManager() {
        Map<String, NDArray> weights = EfficientNetLite0Weights.load(manager);
        assertEquals(weights.size(), manager.getManagedArrays().size());
    }

    @Test
    void classes_areNumberedAsTheNetworkNumbersThem() throws IOException {
        List<String> classes = ImageNet.classes();
        assertEquals(1_000, new HashSet<>(classes).size());
        // what PyTorch computes with these weights; see make_efficientnet_lite0.py
        Map<String, NDArray> logits;
        try (InputStream in = getClass().getResourceAsStream("efficientnet-lite0-logits.safetensors")) {
            logits = Safetensors.read(in.readAllBytes(), "logits", manager);
        }
        Map<String, String> expected = Map.of("bee", "bee", "dog", "German shepherd", "panda", "giant panda");
        expected.forEach((photo, name) -> {
            assertTrue(Photos.names().contains(photo));
            assertEquals(name, classes.get((int) logits.get(photo).argMax().getLong()));
        });
        assertEquals(new Shape(1000), logits.get("made").getShape());
    }

    @Test
    void load_failsClearly_whenTheFileIsTruncated(@TempDir Path directory) throws IOException {
        try (DataDirectory data = DataDirectory.copiedTo(directory)) {
            Path file = data.truncated("efficientnet-lite0/weights.safetensors.gz");
            String message = assertThrows(DataException.class, () -> EfficientNetLite0Weights.load(manager))
                    .getMessage();
            assertTrue(message.contains(file + " is truncated"), message);
        }
    }
}
