package dev.crema.kernel;

import java.lang.reflect.Field;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.jspecify.annotations.Nullable;

/**
 * Where one cell's output goes, also when the kernel has already turned away from the cell.
 *
 * <p>On an interrupt the kernel answers at once and lets go of the cell's output, while the interrupted loop is still at
 * its last batch and has its last figure to show.
 */
final class CellOutput {
    private static final @Nullable Field ENVIRONMENT = environmentField();

    // a thread that is interrupted while it sends breaks the kernel's socket, so this thread, which nobody interrupts,
    // sends
    private static final Executor SENDER = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "crema-display");
        thread.setDaemon(true);
        return thread;
    });

    private final BaseKernel kernel;
    private final @Nullable ShellReplyEnvironment environment;

    private CellOutput(BaseKernel kernel, @Nullable ShellReplyEnvironment environment) {
        this.kernel = kernel;
        this.environment = environment;
    }

    /** Returns the output of the cell that runs now. */
    static CellOutput ofRunningCell(BaseKernel kernel) {
        return new CellOutput(kernel, environment(kernel.getIO().display));
    }

    @Nullable
    ShellReplyEnvironment environment() {
        return environment;
    }

    void display(DisplayData data) {
        send(() -> {
            if (environment == null) {
                kernel.display(data);
            } else {
                publish(environment, new PublishDisplayData(data));
            }
        });
    }

    /** Replaces what was displayed under the same {@code display_id}. */
    void update(DisplayData data) {
        send(() -> {
            if (environment == null) {
                kernel.getIO().display.updateDisplay(data);
            } else {
                publish(environment, new PublishUpdateDisplayData(data));
            }
        });
    }

    // not environment.publish: it may be holding back the reply to the cell just now, and would hold back this instead
    private static <T extends org.dflib.jjava.jupyter.messages.ContentType<T>> void publish(
            ShellReplyEnvironment environment, T content) {
        environment.getIopub().sendMessage(new Message<>(environment.getContext(), content.getType(), content));
    }

    private static void send(Runnable message) {
        CompletableFuture.runAsync(message, SENDER).join();
    }

    private static @Nullable ShellReplyEnvironment environment(DisplayStream display) {
        try {
            return ENVIRONMENT == null ? null : (ShellReplyEnvironment) ENVIRONMENT.get(display);
        } catch (IllegalAccessException | RuntimeException e) {
            return null;
        }
    }

    private static @Nullable Field environmentField() {
        try {
            Field field = DisplayStream.class.getDeclaredField("env");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException | RuntimeException e) {
            return null; // then the last figure of an interrupted cell is lost, and nothing else
        }
    }
}
