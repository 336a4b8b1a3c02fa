package dev.crema.kernel;

import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** Looks at each statement that the kernel has run: says what may lie behind an error, above the error itself. */
final class CellWatch {
    private final BaseKernel kernel;
    private final ShellGuard guard;
    private final JShell shell;
    private final JShell.Subscription subscription;

    private CellWatch(BaseKernel kernel, JShell shell) {
        this.kernel = kernel;
        this.guard = new ShellGuard(kernel);
        this.shell = shell;
        this.subscription = shell.onSnippetEvent(this::ran);
    }

    /** Starts to watch, where the kernel is one of Java. */
    static @Nullable CellWatch of(BaseKernel kernel) {
        try {
            // JavaKernel.getJShell(): its jar is not published
            Object shell = kernel.getClass().getMethod("getJShell").invoke(kernel);
            return shell instanceof JShell java ? new CellWatch(kernel, java) : null;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    void stop() {
        shell.unsubscribe(subscription);
    }

    @SuppressWarnings("removal") // see View
    private void ran(SnippetEvent event) {
        try {
            CellOutput cell = CellOutput.ofRunningCell(kernel);
            guard.guard(cell);
            if (event.exception() instanceof EvalException error) {
                Hints.forError(error.getExceptionClassName() + ": " + error.getMessage())
                        .ifPresent(hint -> cell.display(new DisplayData("Hint: " + hint)));
            }
        } catch (ThreadDeath death) {
            throw death;
        } catch (Throwable failure) {
            // the error itself follows; without its hint
        }
    }
}
