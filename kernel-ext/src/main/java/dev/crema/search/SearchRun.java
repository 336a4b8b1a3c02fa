package dev.crema.search;

import dev.crema.figures.LiveFigure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The search loop: propose, run, record.
 *
 * <p>With k workers a trial is proposed from the outcomes of all but the k−1 trials before it, whether those have ended
 * or not. So what is proposed does not depend on which trial was quicker, and a seed means the same on every run.
 *
 * <p>Trials run on threads of their own, so that an interrupt of the calling thread lets them end.
 */
final class SearchRun {
    private static final long PATIENCE = 10;

    private final Space space;
    private final Strategy strategy;
    private final Objective objective;
    private final SearchOptions options;

    private final long start = System.nanoTime();
    private final List<Settings> proposed = new ArrayList<>();
    private final @Nullable Trial[] trials;
    private int ended;
    private boolean stopped;

    SearchRun(Space space, Strategy strategy, Objective objective, SearchOptions options) {
        if (space.settings().isEmpty()) {
            throw new IllegalArgumentException(
                    "The space has no settings to search; add some, as in space().uniform(\"dropout\", 0, 0.5).");
        }
        this.space = space;
        this.strategy = strategy;
        this.objective = objective;
        this.options = options;
        this.trials = new Trial[strategy.trials(space)];
    }

    Trials run() {
        ExecutorService threads = Executors.newFixedThreadPool(options.workers().count(), SearchRun::thread);
        try (Workers.Crew crew = options.workers().hire(objective);
                LiveFigure figure = LiveFigure.open()) {
            return run(crew, threads, figure);
        } finally {
            threads.shutdownNow();
        }
    }

    private Trials run(Workers.Crew crew, ExecutorService threads, LiveFigure figure) {
        CompletionService<Trial> running = new ExecutorCompletionService<>(threads);
        BlockingQueue<Integer> idle = new LinkedBlockingQueue<>();
        for (int worker = 0; worker < options.workers().count(); worker++) {
            idle.add(worker);
        }
        Strategy.Proposals proposals = strategy.on(space, options.maximise());
        while (ended < (stopped ? proposed.size() : trials.length)) {
            while (!stopped && mayPropose()) {
                int index = proposed.size();
                proposed.add(proposals.next(known(index), List.copyOf(proposed.subList(knownCount(index), index))));
                Settings settings = proposed.get(index);
                running.submit(() -> {
                    int worker = idle.take();
                    try {
                        return crew.run(worker, settings).trial(index + 1, settings);
                    } finally {
                        idle.add(worker);
                    }
                });
            }
            try {
                record(outcome(running.take()));
                show(figure, Trials.State.RUNNING);
            } catch (InterruptedException e) {
                if (stopped) {
                    abandon(threads);
                    break;
                }
                stopped = true;
            }
        }
        return result(figure);
    }

    private boolean mayPropose() {
        int index = proposed.size();
        return index < trials.length
                && Arrays.stream(trials, 0, knownCount(index)).allMatch(Objects::nonNull);
    }

    /** How many trials a proposal learns from. */
    private int knownCount(int index) {
        return Math.max(0, index - options.workers().count() + 1);
    }

    private List<Trial> known(int index) {
        return Arrays.stream(trials, 0, knownCount(index))
                .filter(Objects::nonNull)
                .toList();
    }

    private static Trial outcome(Future<Trial> run) throws InterruptedException {
        try {
            return run.get();
        } catch (ExecutionException e) {
            // an outcome holds whatever an objective throws: this is a fault of the machine or of this library
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void record(Trial trial) {
        trials[trial.number() - 1] = trial;
        ended++;
    }

    /** Interrupts what runs, and waits until it has noticed, lest it disturb what the user does next. */
    private static void abandon(ExecutorService threads) {
        threads.shutdownNow();
        try {
            threads.awaitTermination(PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            // a third interrupt: do not even wait
        }
    }

    private Trials result(LiveFigure figure) {
        Trials result = trials(stopped ? Trials.State.INTERRUPTED : Trials.State.FINISHED);
        show(figure, result.state());
        if (stopped) {
            System.out.println(result.summary());
        } else if (result.all().stream().noneMatch(Trial::finished)) {
            throw new NoTrialFinishedException(result);
        }
        return result;
    }

    private Trials trials(Trials.State state) {
        return new Trials(
                space,
                strategy.toString(),
                options.maximise(),
                trials.length,
                Arrays.stream(trials).filter(Objects::nonNull).toList(),
                state,
                (System.nanoTime() - start) * 1e-9);
    }

    private void show(LiveFigure figure, Trials.State state) {
        if (options.live()) {
            Trials now = trials(state);
            figure.show(now::draw);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "crema-trial");
        thread.setDaemon(true);
        return thread;
    }
}
