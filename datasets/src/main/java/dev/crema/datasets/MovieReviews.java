package dev.crema.datasets;

import java.util.List;

/**
 * Sentences of film critics (Pang, Lee 2004, "A sentimental education", ACL), each rated by 20 people (Hutto, Gilbert 2014,
 * "VADER: a parsimonious rule-based model for sentiment analysis of social media text", ICWSM).
 *
 * @param train what a model learns from
 * @param validation what choices are made on, such as when to stop
 * @param test what the final number is measured on, once
 * @param neutral the few reviews with a rating of exactly zero, which are in no other part and have no {@link Review#label}
 * @param source where the reviews come from and their licence, in one line
 */
public record MovieReviews(
        List<Review> train, List<Review> validation, List<Review> test, List<Review> neutral, String source) {
    /** Names of the labels: a rating below zero is negative, one above zero positive. */
    public static final List<String> CLASSES = List.of("negative", "positive");

    private static final DataFile FILE = new DataFile(
            "movie-reviews/reviews.tsv.gz",
            575_454,
            "549913b51b8822cd1a02e13454e9f62c541e9a90fe1202e8d878b5707a8983ef");
    private static final int TRAIN = 7_568;
    private static final int VALIDATION = 1_000;
    private static final int TEST = 2_000;

    /**
     * Keeps copies of the lists.
     *
     * @param train what a model learns from
     * @param validation what choices are made on, such as when to stop
     * @param test what the final number is measured on, once
     * @param neutral the few reviews with a rating of exactly zero
     * @param source where the reviews come from and their licence, in one line
     */
    public MovieReviews {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        test = List.copyOf(test);
        neutral = List.copyOf(neutral);
    }

    /**
     * Loads all 10 605 reviews, mixed once and for all.
     *
     * <p>If the system property {@code crema.data} is set, the file comes from that directory, laid out as
     * {@code datasets/data}, instead of the class path.
     *
     * @return 7 568 reviews to train on, 1 000 to validate and 2 000 to test, half of them positive in each part, and 37
     *     neutral ones; no sentence is in two parts
     * @throws DataException if the data file is missing, truncated or altered
     */
    public static MovieReviews load() {
        List<Review> reviews =
                FILE.text().lines().map(line -> review(line.split("\t"))).toList();
        int learned = TRAIN + VALIDATION;
        return new MovieReviews(
                reviews.subList(0, TRAIN),
                reviews.subList(TRAIN, learned),
                reviews.subList(learned, learned + TEST),
                reviews.subList(learned + TEST, reviews.size()),
                "Movie-review sentences (Pang, Lee 2004) with ratings (Hutto, Gilbert 2014), MIT licence");
    }

    private static Review review(String[] fields) {
        return new Review(Integer.parseInt(fields[0]), Double.parseDouble(fields[1]), fields[2]);
    }
}
