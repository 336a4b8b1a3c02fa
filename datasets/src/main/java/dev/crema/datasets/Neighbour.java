package dev.crema.datasets;

/**
 * A word near another one.
 *
 * @param word the word
 * @param similarity cosine of the angle between the two vectors, from -1 (opposite) to 1 (same direction)
 */
public record Neighbour(String word, double similarity) {}
