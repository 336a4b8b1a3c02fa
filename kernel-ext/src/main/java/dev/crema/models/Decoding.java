package dev.crema.models;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.crema.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * How networks that foretell the next token write a text: token by token, each from all before it, until
 * {@link Vocabulary#END} or a limit. The network runs on the whole text again for each token, which is simple and fast enough
 * for sentences. The same network and input give the same text.
 */
public final class Decoding {
    private Decoding() {}

    /**
     * Translates, taking the likeliest token each time.
     *
     * @param net from {@code [N, S]} and {@code [N, T]} numbers of tokens to {@code [N, T, words]} scores, such as
     *     {@link Seq2Seq}, {@link AttentionSeq2Seq} or {@link Transformer}
     * @param source numbers of tokens, at least one
     * @param limit most tokens to write, at least 1
     * @return what it wrote, without start and end
     * @throws IllegalArgumentException if the source has no tokens, or the network cannot take it or so long a text
     */
    public static int[] greedy(Block net, int[] source, int limit) {
        return greedy(net, List.of(source), limit).get(0);
    }

    /**
     * Translates several texts at once, which is faster than one after the other.
     *
     * @param net as above
     * @param sources numbers of tokens of each text, at least one each
     * @param limit most tokens to write for each, at least 1
     * @return what it wrote for each, without start and end
     * @throws IllegalArgumentException if a source has no tokens, or the network cannot take it or so long a text
     */
    public static List<int[]> greedy(Block net, List<int[]> sources, int limit) {
        if (sources.isEmpty()) {
            return List.of();
        }
        requireSources(net, sources, limit);
        List<int[]> texts = Collections.nCopies(sources.size(), new int[] {Vocabulary.START});
        for (int i = 0; i < limit && !texts.stream().allMatch(Decoding::ended); i++) {
            float[][] scores = NextToken.scores(net, sources, texts);
            List<int[]> longer = new ArrayList<>();
            for (int row = 0; row < scores.length; row++) {
                // rows of a batch are of one length; what follows an end is cut away
                longer.add(with(
                        texts.get(row), ended(texts.get(row)) ? Vocabulary.END : NextToken.likeliest(scores[row])));
            }
            texts = longer;
        }
        return texts.stream().map(Decoding::withoutMarks).toList();
    }

    /**
     * Translates, keeping the likeliest few beginnings at each step (Sutskever, Vinyals and Le 2014, arXiv:1409.3215,
     * section 3.2). Texts are compared by their probability, whatever their length.
     *
     * @param net as above
     * @param source numbers of tokens, at least one
     * @param limit most tokens to write, at least 1
     * @param width how many beginnings are kept, at least 1; with 1 it is greedy
     * @return the likeliest text that was found, without start and end
     * @throws IllegalArgumentException if the source has no tokens, or the network cannot take it or so long a text
     */
    public static int[] beam(Block net, int[] source, int limit, int width) {
        require(width >= 1, "width", width);
        requireSources(net, List.of(source), limit);
        List<Beginning> beam = List.of(new Beginning(new int[] {Vocabulary.START}, 0));
        for (int i = 0; i < limit && !beam.stream().allMatch(beginning -> ended(beginning.tokens)); i++) {
            List<Beginning> open =
                    beam.stream().filter(beginning -> !ended(beginning.tokens)).toList();
            List<Beginning> all = new ArrayList<>(
                    beam.stream().filter(beginning -> ended(beginning.tokens)).toList());
            float[][] scores = NextToken.scores(
                    net,
                    Collections.nCopies(open.size(), source),
                    open.stream().map(Beginning::tokens).toList());
            for (int row = 0; row < scores.length; row++) {
                double[] chances = NextToken.probabilities(scores[row], 1);
                for (int token = 0; token < chances.length; token++) {
                    Beginning before = open.get(row);
                    all.add(new Beginning(with(before.tokens, token), before.score + Math.log(chances[token])));
                }
            }
            all.sort(Comparator.comparingDouble(Beginning::score).reversed());
            beam = List.copyOf(all.subList(0, Math.min(width, all.size())));
        }
        return withoutMarks(beam.get(0).tokens);
    }

    /** A text that may go on, and the logarithm of its probability. */
    private record Beginning(int[] tokens, double score) {}

    /**
     * Continues a text, taking the likeliest token each time.
     *
     * @param net from {@code [N, T]} numbers of tokens to {@code [N, T, words]} scores, such as
     *     {@link TransformerLanguageModel} or {@code seq(embedding(words, 64), lstm(128), linear(words))}
     * @param beginning numbers of tokens, at least one; {@link Vocabulary#START} to begin with nothing
     * @param count most tokens to add, at least 1
     * @return the beginning and what follows, without the end
     * @throws IllegalArgumentException if the beginning has no tokens, or the network cannot take it or so long a text
     */
    public static int[] continued(Block net, int[] beginning, int count) {
        return continued(net, beginning, count, NextToken::likeliest);
    }

    /**
     * Continues a text, drawing each token by its probability.
     *
     * @param net as above
     * @param beginning numbers of tokens, at least one; {@link Vocabulary#START} to begin with nothing
     * @param count most tokens to add, at least 1
     * @param temperature what the scores are divided by, above 0: below 1 it is surer of itself, above 1 more daring
     * @param seed where the random numbers start: the same seed gives the same text
     * @return the beginning and what follows, without the end
     * @throws IllegalArgumentException if the beginning has no tokens, the network cannot take it or so long a text, or the
     *     temperature is not a positive number
     */
    public static int[] continued(Block net, int[] beginning, int count, double temperature, long seed) {
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("temperature is " + temperature + "; it must be a positive number");
        }
        Random random = new Random(seed);
        return continued(
                net, beginning, count, scores -> NextToken.drawn(NextToken.probabilities(scores, temperature), random));
    }

    /** Says which token follows, given the score of each. */
    private interface Choice {
        int of(float[] scores);
    }

    private static int[] continued(Block net, int[] beginning, int count, Choice choice) {
        require(count >= 1, "count", count);
        if (beginning.length == 0) {
            throw new IllegalArgumentException(
                    "The beginning has no tokens; give at least one, such as Vocabulary.START");
        }
        // refuses a text that would become too long before any of it is written
        net.getOutputShapes(new Shape[] {new Shape(1, beginning.length + count - 1L)});
        int[] text = beginning;
        for (int i = 0; i < count; i++) {
            int token = choice.of(NextToken.scores(net, List.of(), List.of(text))[0]);
            if (token == Vocabulary.END) {
                break;
            }
            text = with(text, token);
        }
        return text;
    }

    private static boolean ended(int[] text) {
        return text[text.length - 1] == Vocabulary.END;
    }

    private static int[] with(int[] text, int token) {
        int[] longer = Arrays.copyOf(text, text.length + 1);
        longer[text.length] = token;
        return longer;
    }

    private static int[] withoutMarks(int[] text) {
        return Arrays.stream(text)
                .skip(1)
                .takeWhile(token -> token != Vocabulary.END)
                .toArray();
    }

    private static void requireSources(Block net, List<int[]> sources, int limit) {
        require(limit >= 1, "limit", limit);
        int longest = 0;
        for (int i = 0; i < sources.size(); i++) {
            int[] source = sources.get(i);
            if (source.length == 0) {
                throw new IllegalArgumentException("Source " + i + " has no tokens; give at least one");
            }
            if (Arrays.stream(source).anyMatch(token -> token == Vocabulary.PADDING)) {
                throw new IllegalArgumentException(
                        "Source " + i + " has padding among its tokens; leave out the number " + Vocabulary.PADDING);
            }
            longest = Math.max(longest, source.length);
        }
        // refuses what the network cannot take before any of it is written
        net.getOutputShapes(new Shape[] {new Shape(sources.size(), longest), new Shape(sources.size(), limit)});
    }

    private static void require(boolean holds, String name, int value) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be at least 1");
        }
    }
}
