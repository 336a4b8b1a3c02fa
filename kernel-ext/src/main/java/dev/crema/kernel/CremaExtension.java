package dev.crema.kernel;

import dev.crema.figures.Screen;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.BaseNotebookStatics;
import org.jspecify.annotations.Nullable;

/**
 * Makes a JJava kernel a kernel for Crema: values of the course are shown as pictures and tables, running code draws
 * below its cell, and the words of the course need no imports. The kernel finds it by itself on its class path.
 */
public final class CremaExtension implements Extension {
    private static final System.Logger LOG = System.getLogger(CremaExtension.class.getName());

    private final Renderers renderers = new Renderers();
    private @Nullable Screen previous;
    private @Nullable CellWatch watch;

    /** Called by the kernel's {@link java.util.ServiceLoader}. */
    public CremaExtension() {}

    @Override
    public void install(BaseKernel kernel) {
        attempt("show the course's values", () -> renderers.register(kernel.getRenderer()));
        attempt(
                "draw below the cell",
                () -> previous = Screen.use(
                        new NotebookScreen(kernel, () -> UUID.randomUUID().toString())));
        attempt("import the course's vocabulary", () -> vocabulary().lines().forEach(BaseNotebookStatics::eval));
        attempt("explain errors", () -> watch = CellWatch.of(kernel));
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
    @SuppressWarnings("removal") // see View
    private static void attempt(String purpose, Step step) {
        try {
            step.run();
        } catch (ThreadDeath death) {
            throw death;
        } catch (Throwable failure) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Crema could not " + purpose + ": " + Failures.describe(failure),
                    failure);
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
