package dev.crema.figures;

import java.util.Objects;

/** Where figures appear while code runs: a notebook cell, or the terminal when there is no notebook. */
public interface Screen {
    /**
     * Opens a place below the output so far and shows a figure in it.
     *
     * @param first what the place shows until the first update
     * @return the place, to be updated in place
     */
    Place open(Figure first);

    /** One figure's place on the screen. */
    interface Place {
        /**
         * Replaces what the place shows.
         *
         * @param figure what to show from now on
         */
        void update(Figure figure);

        /**
         * Replaces what the place shows for the last time.
         *
         * @param last what to leave there
         */
        default void finish(Figure last) {
            update(last);
        }
    }

    /**
     * Returns the screen that figures go to.
     *
     * @return the notebook's screen inside a kernel, else one that prints each figure's words to standard output
     */
    static Screen current() {
        return Current.screen;
    }

    /**
     * Sends figures to another screen from now on.
     *
     * @param screen the screen to use
     * @return the screen used until now
     */
    static Screen use(Screen screen) {
        Screen previous = Current.screen;
        Current.screen = Objects.requireNonNull(screen, "screen");
        return previous;
    }
}
