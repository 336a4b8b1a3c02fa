package dev.crema.kernel;

import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Looks at each statement that the kernel has run: says what may lie behind an error, above the error itself. */
final class CellWatch {
    private final BaseKernel kernel;
    private final ShellGuard guard;
    private final JShell shell;
    private final JShell.Subscription subscription;

    /** Starts to watch. */
    CellWatch(BaseKernel kernel, JShell shell) {
        this.kernel = kernel;
        this.guard = new ShellGuard(kernel);
        this.shell = shell;
        this.subscription = shell.onSnippetEvent(this::ran);
    }

    void stop() {
        shell.unsubscribe(subscription);
    }

    private void ran(SnippetEvent event) {
        try {
            CellOutput cell = CellOutput.ofRunningCell(kernel);
            guard.guard(cell);
            if (event.exception() instanceof EvalException error) {
                Hints.forError(error.getExceptionClassName() + ": " + error.getMessage())
                        .ifPresent(hint -> cell.display(new DisplayData("Hint: " + hint)));
            }
        } catch (Throwable failure) {
            // the error itself follows; without its hint
        }
    }
}
