package dev.crema.kernel;

import java.lang.reflect.Field;
import java.util.List;
import org.dflib.jjava.jupyter.channels.DefaultReplyEnvironment;
import org.dflib.jjava.jupyter.channels.Loop;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.reply.ExecuteReply;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the kernel answering after an {@code Error} outside the user's code: in somebody's renderer, or when the heap is
 * too full even to report that it is full. The kernel's loop expects none and ends, and the notebook would wait for ever.
 */
final class ShellGuard {
    private static final long LOOP_PAUSE_MILLIS = 50;

    private final BaseKernel kernel;
    private @Nullable Loop guarded;
    private @Nullable ShellReplyEnvironment latest;

    ShellGuard(BaseKernel kernel) {
        this.kernel = kernel;
    }

    /** Called on the thread that serves the front end, while it serves a cell. */
    void guard(CellOutput cell) {
        latest = cell.environment();
        if (Thread.currentThread() instanceof Loop loop && loop != guarded) {
            guarded = loop;
            loop.onError(this::answer);
        }
    }

    private long answer(Throwable failure) {
        try {
            ShellReplyEnvironment any = latest;
            if (any != null) {
                MessageContext request = request(any);
                var environment = new DefaultReplyEnvironment(any.getShell(), any.getIopub(), request);
                String type = failure.getClass().getSimpleName();
                String words = Failures.describe(failure);
                environment.publish(new PublishError(type, words, List.of(words)));
                environment.replyError(ExecuteReply.MESSAGE_TYPE.error(), new ErrorReply(type, words, List.of()));
            }
        } catch (Throwable another) {
            // nothing is left to tell it with; the loop going on is what matters
        }
        return LOOP_PAUSE_MILLIS;
    }

    /** Returns the request that failed: the kernel notes each one for its comms before it serves it. */
    private MessageContext request(ShellReplyEnvironment any) {
        try {
            Field context = CommManager.class.getDeclaredField("context");
            context.setAccessible(true);
            return (MessageContext) context.get(kernel.getCommManager());
        } catch (ReflectiveOperationException | RuntimeException e) {
            return any.getContext();
        }
    }
}
