package dev.crema.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    /** What the kernel itself imports. */
    private static final List<String> KERNEL = List.of(
            "import java.util.*;",
            "import java.io.*;",
            "import java.math.*;",
            "import java.net.*;",
            "import java.time.*;",
            "import java.util.concurrent.*;",
            "import java.util.prefs.*;",
            "import java.util.regex.*;",
            "import static org.dflib.jjava.jupyter.kernel.BaseNotebookStatics.*;");

    private JShell shell;

    @BeforeEach
    void start() throws IOException {
        shell = JShell.builder().executionEngine("local").build();
        KERNEL.forEach(this::check);
        CremaExtension.vocabulary().lines().forEach(this::check);
    }

    @AfterEach
    void stop() {
        shell.close();
    }

    @Test
    void everyTypeOfTheCourse_canBeNamedWithoutItsPackage() throws IOException {
        String vocabulary = CremaExtension.vocabulary();
        List<JavaClass> types = new ClassFileImporter()
                .importPackages("dev.crema").stream()
                        .filter(type -> vocabulary.contains("import " + type.getPackageName() + ".*;"))
                        .filter(type ->
                                type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                        .toList();
        assertTrue(types.size() > 30, "only " + types.size() + " types were found");
        check(types.stream()
                .map(type -> type.getSimpleName() + ".class")
                .collect(Collectors.joining(", ", "new Class<?>[] {", "}")));
    }

    @Test
    void everydayTypes_areNotAmbiguous() {
        check("new Class<?>[] {List.class, Path.class, Function.class, Stream.class, Device.class, Model.class,"
                + " Engine.class, NDArray.class, NDList.class, NDManager.class, NDIndex.class, Shape.class, DataType.class,"
                + " Block.class, SequentialBlock.class, Activation.class, Linear.class, Trainer.class, Loss.class,"
                + " GradientCollector.class, ParameterStore.class, Table.class, IntColumn.class, BufferedImage.class}");
    }

    @Test
    void wordsOfTheCourse_areKnown() {
        check("Block net = seq(conv(6, 5), relu(), maxPool(2), flatten(), linear(10));");
        check("Block reader = seq(embedding(100, 8), lstm(16, bidirectional(), finalState()), linear(2));");
        check("Block painter = seq(maxUnpool(2, seq(conv(4, 3), prelu())), transposedConv(1, 4, stride(2)));");
        check("Function<NDArray, NDArray> slope = x -> Gradients.of(Operators.where(x.gt(0), x, x.neg()), x, true);");
        check("Loss padded = Losses.maskedCrossEntropy(0);");
        check("Augmentation more = flip().then(crop(4)).then(sometimes(0.5, blur(1)));");
        check("Runnable words = () -> { show(net); describe(Mnist.load()); fit(net, Mnist.load(), epochs(1)); };");
    }

    private void check(String code) {
        for (SnippetEvent event : shell.eval(code)) {
            String problems = shell.diagnostics(event.snippet())
                    .map(problem -> problem.getMessage(null))
                    .collect(Collectors.joining("\n"));
            assertEquals(Snippet.Status.VALID, event.status(), code + "\n" + problems);
        }
    }
}
