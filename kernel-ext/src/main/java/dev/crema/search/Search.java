package dev.crema.search;

import ai.djl.Device;
import java.util.List;

/**
 * The words for searching good settings of a training, or of anything that has a score.
 *
 * <pre>{@code
 * var space = space().logUniform("learningRate", 1e-4, 1e-1).integer("width", 16, 256);
 * var trials = search(space, bayesian(30), settings -> {
 *     var net = Mlp.of(settings.integer("width"), 10);
 *     var history = fit(net, digits, adam(settings.number("learningRate")), quiet());
 *     return history.best().orElseThrow().validationLoss();
 * });
 * trials.best().settings()
 * }</pre>
 */
public final class Search {
    private Search() {}

    /**
     * Begins the space of settings to search.
     *
     * @return a space without settings, to which settings are added
     */
    public static Space space() {
        return Space.empty();
    }

    /**
     * Searches the settings with the best score.
     *
     * <p>A live picture and table show the trials. A trial that throws, runs out of memory or whose score is not a finite
     * number is recorded with the reason, and the search goes on. An interrupt lets the running trials end and keeps all;
     * a second one interrupts the running trials, which are then not kept.
     *
     * @param space the settings
     * @param strategy {@link #grid}, {@link #random} or {@link #bayesian}
     * @param objective runs one trial and returns its score; it runs on another thread than the caller's
     * @param options {@link #minimise} (the default) or {@link #maximise}, {@link #parallel}, {@link #onDevices} or
     *     {@link Spark#onSpark} (one trial at a time), {@link #silent}; the last of a kind counts
     * @return all trials and the best
     * @throws IllegalArgumentException if the space has no settings, or a grid is too large
     * @throws NoTrialFinishedException if no trial gave a score; it holds the trials
     */
    public static Trials search(Space space, Strategy strategy, Objective objective, SearchOption... options) {
        return new SearchRun(space, strategy, objective, new SearchOptions(options)).run();
    }

    /**
     * Tries every combination of evenly spread values: all values of a choice, and of each number so many, both ends among
     * them; on a logarithmic scale where the setting has one.
     *
     * @param points how many values of each number, at least 1; one value is the middle
     * @return the strategy
     * @throws IllegalArgumentException if {@code points} is below 1
     */
    public static Strategy grid(int points) {
        return new GridSearch(points);
    }

    /**
     * Draws every trial's settings at random. With the same number of trials it finds better settings than a grid where
     * only a few of them matter (Bergstra and Bengio 2012).
     *
     * @param trials how many, 1 to 100 000
     * @return the strategy, with seed 0
     * @throws IllegalArgumentException if the number is out of its range
     */
    public static Strategy random(int trials) {
        return new RandomSearch(trials, 0);
    }

    /**
     * Learns from the trials so far where the next may be better: a Gaussian process with a Matérn 5/2 kernel predicts the
     * score, and the settings with the largest expected improvement are tried next (Jones et al. 1998; Snoek et al. 2012).
     * The first trials, twice as many as settings or half of all, are spread evenly. Choosing takes time that grows with the
     * cube of the number of trials, below a second up to a hundred: for objectives that take longer than that.
     *
     * @param trials how many, 1 to 100 000
     * @return the strategy, with seed 0
     * @throws IllegalArgumentException if the number is out of its range
     */
    public static Strategy bayesian(int trials) {
        return new BayesianSearch(trials, 0);
    }

    /**
     * Looks for the smallest score, such as a loss.
     *
     * @return the choice, for {@link #search}; the default
     */
    public static SearchOption minimise() {
        return new SearchOption.Goal(false);
    }

    /**
     * Looks for the largest score, such as an accuracy.
     *
     * @return the choice, for {@link #search}
     */
    public static SearchOption maximise() {
        return new SearchOption.Goal(true);
    }

    /**
     * Searches without a live picture.
     *
     * @return the choice, for {@link #search}
     */
    public static SearchOption silent() {
        return new SearchOption.Silent();
    }

    /**
     * Runs several trials at a time on threads of this process, for objectives that do not train with DJL: its engine
     * records gradients for one thread of a process at a time, see {@link #onDevices}.
     *
     * <p>A trial is proposed from the scores of all trials but the {@code workers − 1} before it, so the same seed and the
     * same number of workers propose the same settings whichever trial is quicker.
     *
     * @param workers how many trials at a time, at least 1
     * @return the choice, for {@link #search}
     * @throws IllegalArgumentException if {@code workers} is below 1
     */
    public static Workers parallel(int workers) {
        return Workers.threads(workers);
    }

    /**
     * Runs a trial on each of several devices at a time, each device in a process of its own, since DJL's engine trains
     * once per process. A process sees only its device, so everything in it finds that device as the default. Naming a
     * device twice gives it two processes.
     *
     * <p>The objective travels to the processes: everything that it captures must be serializable, and its class must be
     * in a jar or folder on the class path, so not in a notebook cell. Data is best loaded inside the objective. What it
     * prints goes to standard error. A process that ends by itself is one failed trial; the next gets a new one. As with
     * {@link #parallel}, the same seed and number of devices propose the same settings.
     *
     * @param devices such as {@code Device.gpu(0), Device.gpu(1)}; at least one
     * @return the choice, for {@link #search}, which throws an {@code IllegalArgumentException} if the objective cannot
     *     travel
     * @throws IllegalArgumentException if there are no devices
     */
    public static Workers onDevices(Device... devices) {
        List<Device> each = List.of(devices);
        return new Workers(each.size(), objective -> new TrialProcesses(each, objective));
    }
}
