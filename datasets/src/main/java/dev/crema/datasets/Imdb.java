package dev.crema.datasets;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole film reviews by visitors of IMDb (Maas, Daly, Pham, Huang, Ng, Potts 2011, "Learning word vectors for sentiment
 * analysis", ACL), half of them negative and half positive.
 */
public final class Imdb {
    private static final PublishedFile ARCHIVE = new PublishedFile(
            "IMDb reviews",
            new KnownFile(
                    "imdb/aclImdb_v1.tar.gz",
                    84_125_825,
                    "c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe"),
            List.of(URI.create("https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz")));
    private static final int OF_EACH = 12_500;
    private static final Pattern REVIEW =
            Pattern.compile("aclImdb/(train|test)/(neg|pos)/([0-9]{1,9})_([0-9]{1,2})\\.txt");
    private static final long MOST_UNPACKED = 1_000_000_000;
    private static final long LONGEST = 1_000_000;
    // between 4 stars, the most of a negative review, and 7, the fewest of a positive one
    private static final double NEUTRAL = 5.5;

    private Imdb() {}

    /**
     * Loads the 50 000 reviews that have a class, mixed once and for all: the original training set, of which the last tenth of
     * each class is for validation, and the original test set. The 50 000 others, without a class, are left out. A review's
     * rating is its stars, from 1 to 10, less 5.5, so that its sign is the class as in {@link MovieReviews#load}; line breaks
     * stand where the original has {@code <br />}. No film is in both the training and the test set.
     *
     * <p>The first call fetches 84 MB from Stanford University; later calls need no network. See {@link Cifar10#full} for where
     * the file stays.
     *
     * @return 22 500 reviews to train on, 2 500 to validate, 25 000 to test, half of them positive in each part, and no neutral
     *     ones
     * @throws DataException if the file is not in the cache and cannot be fetched: it says why, and how to bring it there;
     *     if there is no room for it; or if the thread is interrupted, which leaves it marked as interrupted
     */
    public static MovieReviews full() {
        return full(ARCHIVE, OF_EACH, Download.toCache());
    }

    /** Reads an archive with so many reviews of each class to train on, and as many to test. */
    static MovieReviews full(PublishedFile archive, int ofEach, Download download) {
        // negative and positive to train on, negative and positive to test
        List<List<Review>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (TarReader tar = new TarReader(download.fetch(archive), MOST_UNPACKED)) {
            for (String entry = tar.next(); entry != null; entry = tar.next()) {
                Matcher name = REVIEW.matcher(entry);
                if (name.matches()) {
                    int part = (name.group(1).equals("train") ? 0 : 2)
                            + (name.group(2).equals("neg") ? 0 : 1);
                    int id = part * ofEach + Integer.parseInt(name.group(3)) + 1;
                    String text = new String(tar.content(LONGEST), StandardCharsets.UTF_8);
                    double rating = Integer.parseInt(name.group(4)) - NEUTRAL;
                    parts.get(part)
                            .add(new Review(
                                    id,
                                    rating,
                                    text.replaceAll("<br\\s*/?>", "\n").strip()));
                }
            }
        } catch (IOException e) {
            throw new DataException("The archive of the IMDb reviews cannot be read: " + e + ".", e);
        }
        check(parts, ofEach);
        int validation = ofEach / 10;
        List<Review> train = new ArrayList<>();
        List<Review> held = new ArrayList<>();
        for (List<Review> part : parts.subList(0, 2)) {
            List<Review> mixed = mixed(part, "");
            train.addAll(mixed.subList(0, ofEach - validation));
            held.addAll(mixed.subList(ofEach - validation, ofEach));
        }
        List<Review> test = new ArrayList<>(parts.get(2));
        test.addAll(parts.get(3));
        return new MovieReviews(
                mixed(train, "mixed"),
                mixed(held, "mixed"),
                mixed(test, "mixed"),
                List.of(),
                "IMDb reviews (Maas et al. 2011), Stanford University");
    }

    private static void check(List<List<Review>> parts, int ofEach) {
        for (int part = 0; part < parts.size(); part++) {
            boolean positive = part % 2 == 1;
            for (Review review : parts.get(part)) {
                if (review.rating() > 0 != positive) {
                    throw new DataException("Review " + review.id() + " has " + (review.rating() + NEUTRAL)
                            + " stars, expected at most 5 of a negative one and at least 6 of a positive one.");
                }
            }
            long different = parts.get(part).stream().map(Review::id).distinct().count();
            if (different != ofEach || parts.get(part).size() != ofEach) {
                throw new DataException("The archive of the IMDb reviews has " + different + " different reviews of "
                        + parts.get(part).size() + ", expected " + ofEach + " of each class to train and to test.");
            }
        }
    }

    /** In the order of a SHA-256 of the text behind a key: mixed, fixed, and made without a random generator. */
    private static List<Review> mixed(List<Review> reviews, String key) {
        record Keyed(byte[] key, Review review) {}
        return reviews.stream()
                .map(review -> new Keyed(sha256(key + review.text()), review))
                .sorted(Comparator.comparing(Keyed::key, Arrays::compareUnsigned)
                        .thenComparingInt(keyed -> keyed.review().id()))
                .map(Keyed::review)
                .toList();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256", e);
        }
    }
}
