package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovieReviewsTest {
    @Test
    void load_hasThePartsItPromises() {
        MovieReviews reviews = MovieReviews.load();
        assertEquals(7_568, reviews.train().size());
        assertEquals(1_000, reviews.validation().size());
        assertEquals(2_000, reviews.test().size());
        assertEquals(37, reviews.neutral().size());
        assertTrue(reviews.source().contains("MIT"), reviews.source());
    }

    @Test
    void load_hasEveryReviewOfTheOriginalOnce() {
        Set<Integer> ids = new TreeSet<>();
        all(MovieReviews.load()).forEach(review -> ids.add(review.id()));
        assertEquals(IntStream.rangeClosed(1, 10_605).boxed().toList(), List.copyOf(ids));
    }

    @Test
    void reviews_areThoseOfTheOriginal() {
        MovieReviews reviews = MovieReviews.load();
        assertEquals(new Review(3, -0.6, "Effective but too tepid biopic"), withId(reviews, 3));
        assertEquals(
                new Review(
                        10_604,
                        1.4375,
                        "We’ve seen the hippie turned yuppie plot before, but there’s an enthusiastic charm in Fire"
                                + " that makes the formula fresh again."),
                withId(reviews, 10_604));
    }

    @Test
    void ratings_areInRangeAndTextsAreNotBlank() {
        for (Review review : all(MovieReviews.load())) {
            assertTrue(Math.abs(review.rating()) <= 4, review::toString);
            assertTrue(
                    !review.text().isEmpty()
                            && review.text().equals(review.text().strip()),
                    review::toString);
        }
    }

    @Test
    void labels_areTheSignOfTheRating_asOftenAsInTheOriginal() {
        int[] counts = new int[2];
        for (List<Review> part : parts(MovieReviews.load())) {
            for (Review review : part) {
                assertEquals(
                        review.rating() > 0,
                        MovieReviews.CLASSES.get(review.label()).equals("positive"));
                counts[review.label()]++;
            }
        }
        assertEquals(5_326, counts[0]);
        assertEquals(5_242, counts[1]);
    }

    @Test
    void label_isRefused_whenTheRatingIsZero() {
        for (Review review : MovieReviews.load().neutral()) {
            assertEquals(0, review.rating());
            String message = assertThrows(DataException.class, review::label).getMessage();
            assertTrue(message.contains("Review " + review.id() + " has the rating 0"), message);
        }
    }

    @Test
    void parts_areStratified_toTheNearestReview() {
        for (List<Review> part : parts(MovieReviews.load())) {
            long positive = part.stream().filter(review -> review.label() == 1).count();
            assertEquals(5_242.0 * part.size() / 10_568, positive, 1);
        }
    }

    @Test
    void parts_haveNoSentenceInCommon() {
        Set<String> seen = new HashSet<>();
        for (List<Review> part : parts(MovieReviews.load())) {
            Set<String> texts = new HashSet<>();
            part.forEach(review -> texts.add(review.text()));
            texts.forEach(text -> assertTrue(seen.add(text), text));
        }
    }

    @Test
    void parts_areMixed() {
        for (List<Review> part : parts(MovieReviews.load())) {
            int changes = 0;
            for (int i = 1; i < part.size(); i++) {
                changes += part.get(i).label() != part.get(i - 1).label() ? 1 : 0;
            }
            assertEquals(0.5, changes / (part.size() - 1.0), 0.05);
        }
    }

    @Test
    void load_failsClearly_whenTheFileIsAltered(@TempDir Path directory) throws IOException {
        try (DataDirectory data = DataDirectory.copiedTo(directory)) {
            Path file = data.altered("movie-reviews/reviews.tsv.gz");
            String message =
                    assertThrows(DataException.class, MovieReviews::load).getMessage();
            assertTrue(message.contains(file + " is altered"), message);
        }
    }

    private static List<List<Review>> parts(MovieReviews reviews) {
        return Arrays.asList(reviews.train(), reviews.validation(), reviews.test());
    }

    private static List<Review> all(MovieReviews reviews) {
        List<Review> all = new ArrayList<>(reviews.neutral());
        parts(reviews).forEach(all::addAll);
        return all;
    }

    private static Review withId(MovieReviews reviews, int id) {
        return all(reviews).stream()
                .filter(review -> review.id() == id)
                .findFirst()
                .orElseThrow();
    }
}
