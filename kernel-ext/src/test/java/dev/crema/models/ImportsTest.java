package dev.crema.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ModelException;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.ParameterStore;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Networks made elsewhere; src/test/python/imports.py made the files and the numbers. */
class ImportsTest {
    @Test
    void torchScript_computesWhatPyTorchDoes() throws IOException, ModelException, TranslateException {
        assertComputesPyTorchsNumbers("PyTorch", "small.pt");
    }

    @Test
    void onnx_computesWhatPyTorchDoes() throws IOException, ModelException, TranslateException {
        assertComputesPyTorchsNumbers("OnnxRuntime", "small.onnx");
        assertEquals("PyTorch", Engine.getDefaultEngineName(), "all else stays with PyTorch");
    }

    @Test
    void torchScript_isABlockLikeOthers() throws IOException, ModelException {
        try (ZooModel<NDList, NDList> model = load("PyTorch", "small.pt");
                NDManager manager = NDManager.newBaseManager()) {
            NDArray image = manager.create(numbers(0), new Shape(1, 1, 8, 8));
            NDList outputs = model.getBlock()
                    .forward(new ParameterStore(manager, false), new NDList(image.concat(image)), false);
            assertEquals(new Shape(2, 4), outputs.singletonOrThrow().getShape());
            assertArrayEquals(numbers(1), outputs.head().get(1).toFloatArray(), 1e-5f);
        }
    }

    private static void assertComputesPyTorchsNumbers(String engine, String file)
            throws IOException, ModelException, TranslateException {
        try (ZooModel<NDList, NDList> model = load(engine, file);
                Predictor<NDList, NDList> predictor = model.newPredictor();
                NDArray image = model.getNDManager().create(numbers(0), new Shape(1, 1, 8, 8));
                NDList scores = predictor.predict(new NDList(image))) {
            assertEquals(new Shape(1, 4), scores.singletonOrThrow().getShape());
            assertArrayEquals(numbers(1), scores.head().toFloatArray(), 1e-5f);
        }
    }

    private static ZooModel<NDList, NDList> load(String engine, String file) throws IOException, ModelException {
        return Criteria.builder()
                .setTypes(NDList.class, NDList.class)
                .optEngine(engine)
                .optModelPath(resource(file))
                .build()
                .loadModel();
    }

    private static float[] numbers(int line) throws IOException {
        List<String> lines = Files.readAllLines(resource("small.csv"));
        assertTrue(line < lines.size());
        String[] words = lines.get(line).split(",");
        float[] numbers = new float[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = Float.parseFloat(words[i]);
        }
        return numbers;
    }

    private static Path resource(String name) {
        try {
            return Path.of(
                    Objects.requireNonNull(ImportsTest.class.getResource(name)).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
