package dev.crema.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.crema.text.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What a network says of the token that follows, and ways to choose one. */
final class NextToken {
    private NextToken() {}

    /** Runs the network on texts of one length, with their sources if there are any: the scores after each. */
    static float[][] scores(Block net, List<int[]> sources, List<int[]> texts) {
        try (NDManager scratch = NDManager.newBaseManager()) {
            NDList inputs = new NDList();
            if (!sources.isEmpty()) {
                inputs.add(rows(scratch, sources));
            }
            inputs.add(rows(scratch, texts));
            NDArray scores = net.forward(new ParameterStore(scratch, false), inputs, false)
                    .singletonOrThrow();
            NDArray last = scores.get(":, -1");
            int words = (int) last.getShape().get(1);
            float[] numbers = last.toFloatArray();
            float[][] each = new float[texts.size()][];
            for (int row = 0; row < each.length; row++) {
                each[row] = Arrays.copyOfRange(numbers, row * words, (row + 1) * words);
            }
            return each;
        }
    }

    private static NDArray rows(NDManager manager, List<int[]> texts) {
        int longest = texts.stream().mapToInt(text -> text.length).max().orElseThrow();
        long[][] rows = new long[texts.size()][longest];
        for (int row = 0; row < rows.length; row++) {
            Arrays.fill(rows[row], Vocabulary.PADDING);
            for (int i = 0; i < texts.get(row).length; i++) {
                rows[row][i] = texts.get(row)[i];
            }
        }
        return manager.create(rows);
    }

    static int likeliest(float[] scores) {
        int best = 0;
        for (int token = 1; token < scores.length; token++) {
            best = scores[token] > scores[best] ? token : best;
        }
        return best;
    }

    static double[] probabilities(float[] scores, double temperature) {
        double most = scores[likeliest(scores)];
        double[] chances = new double[scores.length];
        double sum = 0;
        for (int token = 0; token < scores.length; token++) {
            chances[token] = Math.exp((scores[token] - most) / temperature);
            sum += chances[token];
        }
        for (int token = 0; token < scores.length; token++) {
            chances[token] /= sum;
        }
        return chances;
    }

    static int drawn(double[] chances, Random random) {
        double left = random.nextDouble();
        int token = 0;
        while (token < chances.length - 1 && left >= chances[token]) {
            left -= chances[token];
            token++;
        }
        return token;
    }
}
