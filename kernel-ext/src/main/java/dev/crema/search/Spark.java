package dev.crema.search;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * Trials on an Apache Spark cluster. Spark is not part of Crema: this class works where it is on the class path, which is
 * so under {@code spark-submit}.
 *
 * <p>Elsewhere, add {@code org.apache.spark:spark-sql_2.13} of version 4.2.0 (it runs on Java 17 to 25) without
 * {@code log4j-slf4j2-impl} and {@code jul-to-slf4j}, which quarrel with Crema's logging, and start Java with
 * {@code --add-opens=java.base/sun.nio.ch=ALL-UNNAMED}.
 */
public final class Spark {
    private Spark() {}

    /**
     * Runs trials on the executors of a Spark session, each trial as a job of one task.
     *
     * <p>The objective travels to the executors: everything that it captures must be serializable, and Crema and the class
     * that the objective is written in must be on their class path ({@code spark.executor.extraClassPath}, or
     * {@code spark-submit --jars}). Data is best loaded inside the objective. A trial whose executor is lost is tried
     * again as Spark is set up to, then recorded as failed. As on threads, the same seed and number of workers propose the
     * same settings. Give each executor one core where the objective trains with DJL, which does so once per process.
     *
     * @param session a running session; the search does not stop it
     * @param workers how many trials at a time, at least 1: as many as the session has cores to run them
     * @return the choice, for {@link Search#search}, which throws an {@code IllegalArgumentException} if the objective
     *     holds something that is not serializable
     * @throws IllegalArgumentException if {@code workers} is below 1
     * @throws IllegalStateException if the session has been stopped
     */
    public static Workers onSpark(SparkSession session, int workers) {
        if (session.sparkContext().isStopped()) {
            throw new IllegalStateException("The Spark session has been stopped; make a new one with getOrCreate().");
        }
        return new Workers(workers, objective -> new Cluster(session, Luggage.checked(objective)));
    }

    /** One search's jobs. */
    private static final class Cluster implements Workers.Crew {
        private final JavaSparkContext context;
        private final Objective objective;
        private final String group = "crema-search-" + System.identityHashCode(this);

        Cluster(SparkSession session, Objective objective) {
            this.context = JavaSparkContext.fromSparkContext(session.sparkContext());
            this.objective = objective;
        }

        @Override
        public Outcome run(int worker, Settings settings) {
            long start = System.nanoTime();
            context.setJobGroup(group, "Crema search: " + settings, true);
            try {
                return context.parallelize(List.of(settings), 1)
                        .map(new Task(objective))
                        .first();
            } catch (Exception e) {
                // Spark throws checked exceptions that it does not declare
                return Outcome.failed(start, Outcome.words(e));
            }
        }

        @Override
        public void close() {
            context.cancelJobGroup(group);
        }
    }

    /** What an executor does. */
    private record Task(Objective objective) implements Function<Settings, Outcome> {
        @Override
        public Outcome call(Settings settings) {
            return Outcome.of(objective, settings);
        }
    }
}
