package dev.crema.kernel;

import dev.crema.figures.Screen;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import jdk.jshell.JShell;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.jspecify.annotations.Nullable;

/**
 * Makes a JJava kernel a kernel for Crema: values of the course are shown as pictures and tables, running code draws
 * below its cell, and the words of the course need no imports. The kernel finds it by itself on its class path.
 */
public final class CremaExtension implements Extension {
    private static final String ENGINE_THREADS = "ai.djl.pytorch.num_threads";

    private final Renderers renderers = new Renderers();
    private @Nullable Screen previous;
    private @Nullable CellWatch watch;

    /** Called by the kernel's {@link java.util.ServiceLoader}. */
    public CremaExtension() {}

    @Override
    public void install(BaseKernel kernel) {
        attempt("bound the engine's threads", CremaExtension::boundThreads);
        attempt("show the course's values", () -> renderers.register(kernel.getRenderer()));
        attempt(
                "draw below the cell",
                () -> previous = Screen.use(
                        new NotebookScreen(kernel, () -> UUID.randomUUID().toString())));
        attempt("import the course's vocabulary and explain errors", () -> {
            JShell shell = shell(kernel);
            vocabulary().lines().forEach(shell::eval);
            watch = new CellWatch(kernel, shell);
        });
    }

    @Override
    public void uninstall(BaseKernel kernel) {
        attempt("stop showing values", renderers::retire);
        attempt("give the screen back", () -> {
            if (previous != null) {
                Screen.use(previous);
            }
        });
        attempt("stop explaining errors", () -> {
            if (watch != null) {
                watch.stop();
            }
        });
    }

    /** Carries on without what fails: an error from here would keep the kernel from starting. */
    private static void attempt(String purpose, Step step) {
        try {
            step.run();
        } catch (Throwable failure) {
            System.getLogger(CremaExtension.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "Crema could not " + purpose + ": " + Failures.describe(failure),
                            failure);
        }
    }

    /** Returns what runs a Java kernel's cells. */
    private static JShell shell(BaseKernel kernel) throws ReflectiveOperationException {
        // JavaKernel.getJShell(), of a jar that is not published
        return (JShell) kernel.getClass().getMethod("getJShell").invoke(kernel);
    }

    /** Before the engine starts: libtorch counts the machine's processors, the JVM only those its container may use. */
    private static void boundThreads() {
        if (System.getenv("OMP_NUM_THREADS") == null && System.getProperty(ENGINE_THREADS) == null) {
            System.setProperty(
                    ENGINE_THREADS, String.valueOf(Runtime.getRuntime().availableProcessors()));
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Returns the imports that a notebook starts with, one on each line. */
    static String vocabulary() throws IOException {
        try (InputStream in = CremaExtension.class.getResourceAsStream("vocabulary.jsh")) {
            if (in == null) {
                throw new IOException("vocabulary.jsh is missing from the jar of crema-kernel-ext");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
