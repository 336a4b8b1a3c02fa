package dev.crema.datasets;

/**
 * A sentence or more about something, and how favourable people found it.
 *
 * @param id number in the original, from 1
 * @param rating below zero for negative, above for positive: in {@link MovieReviews#load} the mean of the ratings, from -4 to
 *     4, in {@link Imdb#full} the stars less 5.5, from -4.5 to 4.5
 * @param text the sentence as it was written
 */
public record Review(int id, double rating, String text) {

    /**
     * Returns the class: the sign of the rating.
     *
     * @return 0 for a negative review, 1 for a positive one, an index into {@link MovieReviews#CLASSES}
     * @throws DataException if the rating is exactly zero, so that the review belongs to neither class
     */
    public int label() {
        if (rating == 0) {
            throw new DataException("Review " + id + " has the rating 0 and is neither negative nor positive."
                    + " Take reviews from train, validation or test: there all have a class.");
        }
        return rating > 0 ? 1 : 0;
    }
}
