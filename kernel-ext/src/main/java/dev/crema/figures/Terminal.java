package dev.crema.figures;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Without a notebook a figure is its words, printed when they change and at most once a second. */
final class Terminal implements Screen {
    private static final long PAUSE = 1_000_000_000;

    private final LongSupplier nanoTime;
    private final Consumer<String> printer;

    Terminal(LongSupplier nanoTime, Consumer<String> printer) {
        this.nanoTime = nanoTime;
        this.printer = printer;
    }

    @Override
    public Place open(Figure first) {
        return new Printed(first);
    }

    private final class Printed implements Place {
        private String last;
        private long time;

        Printed(Figure first) {
            last = first.text();
            print(last);
        }

        @Override
        public void update(Figure figure) {
            if (nanoTime.getAsLong() - time >= PAUSE) {
                finish(figure);
            }
        }

        @Override
        public void finish(Figure figure) {
            String text = figure.text();
            if (!text.equals(last)) {
                print(text);
            }
        }

        private void print(String text) {
            last = text;
            time = nanoTime.getAsLong();
            printer.accept(text);
        }
    }
}
