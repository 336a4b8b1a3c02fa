package dev.crema.geometry;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.figures.LiveFigure;
import dev.crema.training.Callback;
import dev.crema.training.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a picture of a network from before its training and after each epoch, and shows the latest while it is trained.
 * Another training begins another film.
 *
 * <pre>{@code
 * var film = film(() -> decisionBoundary(net, moons));
 * fit(net, moons.examples(), moons.examples(), epochs(50), quiet(), callback(film));
 * film
 * }</pre>
 */
public final class Film implements Callback, Drawable {
    private static final int MOST_SHOWN = 6;

    /**
     * One picture.
     *
     * @param epoch epochs done, 0 before training
     * @param picture what was computed then
     */
    public record Frame(int epoch, Drawable picture) {
        Figure figure() {
            Figure figure = picture.draw();
            return figure.titled((epoch == 0 ? "Before training" : "Epoch " + epoch) + ": " + figure.title());
        }
    }

    private final Supplier<? extends Drawable> picture;
    private @Nullable LiveFigure live;
    private final List<Frame> frames = new ArrayList<>();

    Film(Supplier<? extends Drawable> picture) {
        this.picture = picture;
    }

    @Override
    public void beforeTraining(Progress progress) {
        frames.clear();
        live = LiveFigure.open();
        take(progress);
    }

    @Override
    public void afterEpoch(Progress progress) {
        take(progress);
    }

    @Override
    public void afterTraining(Progress progress) {
        if (live != null) {
            live.close();
        }
    }

    private void take(Progress progress) {
        Frame frame = new Frame(progress.history().epochs().size(), picture.get());
        frames.add(frame);
        if (live != null) {
            live.show(frame::figure);
        }
    }

    /**
     * Returns all pictures.
     *
     * @return one from before the training, then one an epoch
     */
    public List<Frame> frames() {
        return List.copyOf(frames);
    }

    @Override
    public Figure draw() {
        if (frames.isEmpty()) {
            throw new IllegalStateException("Nothing was filmed yet; train with fit(net, data, callback(film))");
        }
        int shown = Math.min(MOST_SHOWN, frames.size());
        Figure[] figures = IntStream.range(0, shown)
                .mapToObj(i -> frames.get(shown == 1 ? 0 : (int) Math.round(i * (frames.size() - 1.0) / (shown - 1)))
                        .figure())
                .toArray(Figure[]::new);
        Figure last = frames.get(frames.size() - 1).figure();
        return Figure.beside(
                "%d of %d pictures taken while the network was trained".formatted(shown, frames.size()),
                "%d pictures of a network from before its training to the end. The last: %s"
                        .formatted(shown, last.alt()),
                figures);
    }
}
