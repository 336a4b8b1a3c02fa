package dev.crema.datasets;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The body of an HTTP response, read piece by piece, which a server that stalls cannot block for ever. */
final class Body implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
    private record Piece(List<ByteBuffer> bytes, @Nullable Throwable failure) {}

    private final BlockingQueue<Piece> arrived = new LinkedBlockingQueue<>();
    private final Duration patience;
    private volatile Flow.@Nullable Subscription subscription;

    Body(Duration patience) {
        this.patience = patience;
    }

    /**
     * Waits for the next bytes.
     *
     * @return the bytes, or an empty list at the end
     * @throws Broken if none come in time, or the connection breaks
     */
    List<ByteBuffer> next() throws Broken, InterruptedException {
        Piece piece = arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (piece == null) {
            throw new Broken("no bytes for " + patience.toSeconds() + " s");
        }
        if (piece.failure() != null) {
            throw new Broken(String.valueOf(piece.failure().getMessage()));
        }
        Flow.Subscription more = subscription;
        if (more != null) {
            more.request(1);
        }
        return piece.bytes();
    }

    /** Drops the connection if the body has not ended. */
    @Override
    public void close() {
        Flow.Subscription rest = subscription;
        if (rest != null) {
            rest.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        arrived.add(new Piece(bytes, null));
    }

    @Override
    public void onError(Throwable failure) {
        arrived.add(new Piece(List.of(), failure));
    }

    @Override
    public void onComplete() {
        arrived.add(new Piece(List.of(), null));
    }

    /** Says why a body ended too early. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1;

        Broken(String message) {
            super(message);
        }
    }
}
