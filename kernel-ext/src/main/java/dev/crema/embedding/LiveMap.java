package dev.crema.embedding;

import dev.crema.figures.LiveFigure;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Shows a map while it is made, in one place that changes: {@code tSne(rows, live())}. Interrupting the cell keeps the map so far.
 */
public final class LiveMap {
    private final UnaryOperator<Embedding> dress;

    LiveMap(UnaryOperator<Embedding> dress) {
        this.dress = dress;
    }

    /** Makes a map by a method that takes a watcher; shows what the watcher is given, last the map itself. */
    Embedding show(Function<Consumer<Embedding>, Embedding> making) {
        try (LiveFigure live = LiveFigure.open()) {
            Embedding map = dress.apply(
                    making.apply(frame -> live.show(() -> dress.apply(frame).draw())));
            live.show(map::draw);
            return map;
        }
    }
}
