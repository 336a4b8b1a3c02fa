package dev.crema.training;

import dev.crema.figures.LiveFigure;

/** Shows the history while it grows. */
final class LiveCurve implements Callback {
    private final LiveFigure figure = LiveFigure.open();

    @Override
    public void afterBatch(Progress progress) {
        show(progress);
    }

    @Override
    public void afterEpoch(Progress progress) {
        show(progress);
    }

    @Override
    public void afterTraining(Progress progress) {
        // a training that failed at once has nothing to show
        if (progress.epochsDone() > 0) {
            show(progress);
        }
        figure.close();
    }

    private void show(Progress progress) {
        figure.show(() -> progress.history().draw());
    }
}
