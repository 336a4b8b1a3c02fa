package dev.crema.models;

import static dev.crema.layers.Layers.conv;
import static dev.crema.layers.Layers.flatten;
import static dev.crema.layers.Layers.initialize;
import static dev.crema.layers.Layers.linear;
import static dev.crema.layers.Layers.relu;
import static dev.crema.layers.Layers.seq;
import static dev.crema.layers.Layers.stride;
import static dev.crema.layers.Layers.summary;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.crema.layers.Parameters;
import dev.crema.layers.Summary;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model can be summed up, saved and loaded, and takes a batch of one; {@link ImageModelsTest} asks it of classifiers. */
class EveryModelTest {
    private static final Set<String> CLASSIFIERS =
            Set.of("AlexNet", "CifarResNet", "EfficientNetLite0", "GoogLeNet", "ResNet", "Vgg", "ZfNet");
    private static final Set<String> NO_NETS =
            Set.of("AttentionMask", "Decoding", "Perceptron", "PixelSampling", "Stages");
    private static final Shape IMAGE = new Shape(1, 16, 16);
    private static final long WORDS = 10;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** A model under the name of its file, in a small size; ids are whole numbers below 10. */
    private record Model(String name, Supplier<Block> maker, String inputs, Shape... shapes) {
        NDList inputs(NDManager manager) {
            NDList list = new NDList();
            for (int i = 0; i < shapes.length; i++) {
                NDArray numbers = ModelChecks.gaussian(manager, shapes[i]);
                list.add(inputs.charAt(i) == 'n' ? numbers : ids(manager, shapes[i]));
            }
            return list;
        }

        private static NDArray ids(NDManager manager, Shape shape) {
            long[] ids = new long[(int) shape.size()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = 4 + i % (WORDS - 4);
            }
            return manager.create(ids, shape);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Model> models() {
        Shape images = new Shape(2, 1, 16, 16);
        Shape vectors = new Shape(2, 3, 8);
        Shape text = new Shape(2, 5);
        return Stream.of(
                new Model("Attention", Attention::dotProduct, "nnn", vectors, vectors, vectors),
                new Model("Attention", () -> Attention.additive(4), "nnn", vectors, vectors, vectors),
                new Model("AttentionSeq2Seq", () -> AttentionSeq2Seq.of(10, 10, 8), "ii", text, new Shape(2, 4)),
                new Model("Autoencoder", () -> Autoencoder.dense(IMAGE, 16, 4), "n", images),
                new Model("Autoencoder", () -> Autoencoder.convolutional(IMAGE, 4), "n", images),
                new Model("Bidirectional", () -> Bidirectional.of(Gru.of(4), Gru.of(4)), "n", vectors),
                new Model("Captioner", () -> Captioner.of(backbone(16), 10, 16, 16), "ni", images, text),
                new Model(
                        "ConditionalGan",
                        () -> ConditionalGan.generator(10, IMAGE),
                        "ni",
                        new Shape(2, 8),
                        new Shape(2)),
                new Model("ConditionalGan", () -> ConditionalGan.discriminator(10), "ni", images, new Shape(2)),
                new Model("CycleGan", () -> CycleGan.generator(1, 8, 1), "n", images),
                new Model("CycleGan", () -> CycleGan.discriminator(16, 1), "n", images),
                new Model("Dcgan", () -> Dcgan.generator(16, 1, 8), "n", new Shape(2, 8)),
                new Model("Dcgan", () -> Dcgan.discriminator(16, 8), "n", images),
                new Model(
                        "DeconvNet",
                        () -> DeconvNet.of(1, 3, 4, 2, 4, Stages.vggWithBatchNorm(11), Stages.deconvolutions(11)),
                        "n",
                        images),
                new Model("Gan", () -> Gan.generator(IMAGE), "n", new Shape(2, 8)),
                new Model("Gan", Gan::discriminator, "n", images),
                new Model("Gru", () -> Gru.of(4), "n", vectors),
                new Model("Inception", () -> new Inception(2, 2, 4, 2, 4, 2), "n", images),
                new Model("LeNet", () -> LeNet.of(3), "n", images),
                new Model("Localiser", () -> Localiser.of(backbone(16), 3), "n", images),
                new Model("LogisticNeuron", LogisticNeuron::of, "n", new Shape(2, 3)),
                new Model("Lstm", () -> Lstm.of(4), "n", vectors),
                new Model("MixtureDensity", () -> new MixtureDensity(3, 2), "n", new Shape(2, 8)),
                new Model("Mlp", () -> Mlp.of(8, 3), "n", images),
                new Model("MultiHeadAttention", () -> new MultiHeadAttention(8, 2), "nnn", vectors, vectors, vectors),
                new Model("PixelCnn", () -> PixelCnn.of(2, 1), "n", new Shape(2, 1, 6, 5)),
                new Model("PixelRnn", () -> PixelRnn.of(2, 1), "n", new Shape(2, 1, 6, 5)),
                new Model("Pix2Pix", () -> Pix2Pix.generator(1, 8, 3), "n", images),
                new Model("Pix2Pix", () -> Pix2Pix.discriminator(8, 1), "n", images),
                new Model("PrototypicalNet", () -> PrototypicalNet.of(4), "n", images),
                new Model("Residual", () -> Residual.basic(1, 4, 2), "n", images),
                new Model("SegNet", () -> SegNet.of(1, 3, 4, 2, Stages.resNet(), Stages.resNet()), "n", images),
                new Model("Seq2Seq", () -> Seq2Seq.of(10, 10, 8), "ii", text, new Shape(2, 4)),
                new Model("Siamese", () -> Siamese.of(backbone(4)), "nn", images, images),
                new Model("Siamese", () -> Siamese.verifier(backbone(4)), "nn", images, images),
                new Model("SimpleRnn", () -> SimpleRnn.of(4), "n", vectors),
                new Model("SinusoidalPositions", () -> new SinusoidalPositions(9), "n", vectors),
                new Model("TextClassifier", () -> TextClassifier.of(10, 8, 4, 2), "i", text),
                new Model("Transformer", () -> Transformer.of(10, 10, 9, 8, 2, 1, 0.1), "ii", text, new Shape(2, 4)),
                new Model(
                        "TransformerDecoderLayer",
                        () -> new TransformerDecoderLayer(8, 2, 16, 0.1),
                        "nnnn",
                        vectors,
                        vectors,
                        new Shape(2, 3, 3),
                        new Shape(2, 1, 3)),
                new Model(
                        "TransformerEncoderLayer",
                        () -> new TransformerEncoderLayer(8, 2, 16, 0.1),
                        "nn",
                        vectors,
                        new Shape(2, 1, 3)),
                new Model(
                        "TransformerLanguageModel", () -> TransformerLanguageModel.of(10, 9, 8, 2, 1, 0.1), "i", text),
                new Model("UNet", () -> UNet.of(1, 3, 16, 2, Stages.inception(), Stages.inception()), "n", images),
                new Model("VariationalAutoencoder", () -> VariationalAutoencoder.of(IMAGE, 8, 2), "n", images),
                new Model("Word2Vec", () -> Word2Vec.of(10, 4), "ii", new Shape(2), new Shape(2, 3)),
                new Model("Yolo", () -> Yolo.of(seq(conv(4, 3, stride(4)), relu()), 2, 3), "n", images));
    }

    private static Block backbone(int units) {
        return seq(conv(4, 3, stride(2)), relu(), flatten(), linear(units));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aModel_takesABatchOfOne_andGivesTheShapesThatItSays(Model model) {
        ModelChecks.assertGivesItsShapes(model.maker, model.inputs(manager));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aModel_computesTheSameOnceItIsSavedAndLoaded(Model model) {
        ModelChecks.assertSurvivesSaving(model.maker, model.inputs(manager));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aModel_isSummedUp_withAsManyParametersAsItHas(Model model) {
        Summary table = summary(model.maker.get(), model.shapes);
        Map<String, Parameter> parameters = Parameters.named(initialize(model.maker.get(), 1, model.shapes));
        assertEquals(
                parameters.values().stream()
                        .filter(Parameter::requiresGradient)
                        .mapToLong(parameter -> parameter.getArray().size())
                        .sum(),
                table.parameters());
        assertTrue(table.toString().contains("total"));
    }

    @Test
    void noModel_isForgottenHere() throws Exception {
        Set<String> named = models().map(Model::name).collect(toCollection(TreeSet::new));
        named.addAll(CLASSIFIERS);
        named.addAll(NO_NETS);
        assertEquals(publicClasses(), named);
    }

    private static Set<String> publicClasses() throws Exception {
        Path folder = Path.of(LeNet.class.getResource("LeNet.class").toURI()).getParent();
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".class")).toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                boolean nested = name.contains("$") || name.equals("package-info");
                if (!nested
                        && Modifier.isPublic(
                                Class.forName("dev.crema.models." + name).getModifiers())) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
