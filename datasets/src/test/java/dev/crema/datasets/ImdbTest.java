package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImdbTest {
    private static final int OF_EACH = 200;

    @TempDir
    Path cache;

    @Test
    void full_holdsOutATenth_withHalfPositiveInEachPart() throws IOException {
        MovieReviews reviews = load(reviews());
        int[] sizes = {360, 40, 400};
        for (int i = 0; i < sizes.length; i++) {
            List<Review> part = parts(reviews).get(i);
            assertEquals(sizes[i], part.size());
            assertEquals(sizes[i] / 2, part.stream().mapToInt(Review::label).sum());
        }
        assertTrue(reviews.neutral().isEmpty());
    }

    @Test
    void full_hasEveryReviewOnce_inThePartOfItsDirectory() throws IOException {
        MovieReviews reviews = load(reviews());
        Set<Integer> ids = new HashSet<>();
        for (List<Review> part : parts(reviews)) {
            for (Review review : part) {
                assertTrue(ids.add(review.id()));
                assertEquals(part == reviews.test(), review.id() > 2 * OF_EACH);
                assertEquals(part == reviews.test(), review.text().contains("test"));
                assertEquals(review.rating() > 0, review.text().contains("pos"));
            }
        }
        assertEquals(4 * OF_EACH, ids.size());
    }

    @Test
    void full_mixesTheClasses() throws IOException {
        for (List<Review> part : parts(load(reviews()))) {
            int changes = 0;
            for (int i = 1; i < part.size(); i++) {
                changes += part.get(i).label() != part.get(i - 1).label() ? 1 : 0;
            }
            assertEquals(0.5, changes / (part.size() - 1.0), 0.25);
        }
    }

    @Test
    void full_doesNotDependOnTheOrderOfTheArchive() throws IOException {
        MovieReviews first = load(reviews());
        List<String[]> turned = new ArrayList<>(reviews());
        java.util.Collections.reverse(turned);
        MovieReviews second = load(turned);
        assertEquals(parts(first), parts(second));
    }

    @Test
    void aReview_hasItsStarsAndLineBreaks() throws IOException {
        List<String[]> files = reviews();
        files.set(7, new String[] {"aclImdb/train/neg/7_4.txt", "Trüb.<br /><br>Öde.\n"});
        Review review = parts(load(files)).stream()
                .flatMap(List::stream)
                .filter(r -> r.id() == 8)
                .findFirst()
                .orElseThrow();
        assertEquals(new Review(8, -1.5, "Trüb.\n\nÖde."), review);
    }

    @Test
    void full_passesOverOtherFiles() throws IOException {
        List<String[]> files = reviews();
        for (String name : List.of(
                "aclImdb/train/unsup/0_0.txt",
                "aclImdb/train/labeledBow.feat",
                "../aclImdb/train/neg/0_1.txt",
                "aclImdb/train/neg/../../escaped",
                "aclImdb/train/neg/0_1.txt.old")) {
            files.add(new String[] {name, "other"});
        }
        for (List<Review> part : parts(load(files))) {
            part.forEach(review -> assertFalse(review.text().contains("other")));
        }
    }

    @Test
    void full_isRefused_whenReviewsAreMissingOrTwiceThere() throws IOException {
        List<String[]> missing = reviews();
        missing.remove(3);
        assertSays(missing, "199 different reviews of 199");
        List<String[]> twice = reviews();
        twice.add(twice.get(3));
        assertSays(twice, "200 different reviews of 201");
    }

    @Test
    void full_isRefused_whenStarsAndClassDisagree() throws IOException {
        List<String[]> files = reviews();
        files.set(0, new String[] {"aclImdb/train/neg/0_9.txt", "fine"});
        assertSays(files, "Review 1 has 9.0 stars");
    }

    private void assertSays(List<String[]> files, String expected) {
        String message = assertThrows(DataException.class, () -> load(files)).getMessage();
        assertTrue(message.contains(expected), message);
    }

    private MovieReviews load(List<String[]> files) throws IOException {
        TarBytes tar = new TarBytes().link("aclImdb/", '5', "");
        for (String[] file : files) {
            tar.file(file[0], file[1].getBytes(StandardCharsets.UTF_8));
        }
        try (FileServer publisher = new FileServer()) {
            PublishedFile archive = publisher.offer("IMDb reviews", "imdb/aclImdb_v1.tar.gz", tar.gzip());
            return Imdb.full(archive, OF_EACH, new Download(cache, Duration.ofSeconds(5), new Silence()));
        }
    }

    private static List<String[]> reviews() {
        List<String[]> files = new ArrayList<>();
        for (String part : List.of("train", "test")) {
            for (String sentiment : List.of("neg", "pos")) {
                for (int i = 0; i < OF_EACH; i++) {
                    int stars = sentiment.equals("neg") ? 1 + i % 4 : 7 + i % 4;
                    files.add(new String[] {
                        "aclImdb/" + part + "/" + sentiment + "/" + i + "_" + stars + ".txt",
                        part + " " + sentiment + " " + i
                    });
                }
            }
        }
        return files;
    }

    private static List<List<Review>> parts(MovieReviews reviews) {
        return List.of(reviews.train(), reviews.validation(), reviews.test());
    }
}
