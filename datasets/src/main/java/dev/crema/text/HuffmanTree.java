package dev.crema.text;

import dev.crema.datasets.DataException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * The binary tree with the shortest ways to the commonest words (Huffman 1952, "A method for the construction of
 * minimum-redundancy codes"). With hierarchical softmax a network foretells a word by choosing left or right at each inner
 * node above it: about log₂ of the vocabulary's size decisions instead of one among all words (Mikolov, Sutskever, Chen,
 * Corrado, Dean 2013, "Distributed representations of words and phrases and their compositionality", section 2.1).
 */
public final class HuffmanTree {
    private final long[] counts;
    private final int[][] paths;
    private final boolean[][] codes;

    /** A word, or an inner node above two others. */
    private record Node(long count, int number, List<Node> children) {}

    private HuffmanTree(long[] counts) {
        this.counts = counts;
        paths = new int[counts.length][0];
        codes = new boolean[counts.length][0];
        label(root(counts), new int[0], new boolean[0]);
    }

    /**
     * Builds the tree of a vocabulary.
     *
     * @param vocabulary counts the tokens; special ones are not in the tree
     * @return the tree
     * @throws DataException if fewer than two tokens occur
     */
    public static HuffmanTree of(Vocabulary vocabulary) {
        return of(IntStream.range(0, vocabulary.size())
                .mapToLong(id -> id < Vocabulary.SPECIAL.size() ? 0 : vocabulary.count(id))
                .toArray());
    }

    /**
     * Builds the tree of any counts.
     *
     * @param counts how often each word occurs, 0 or more; those with 0 are not in the tree
     * @return the tree, the same for the same counts
     * @throws DataException if a count is negative, or fewer than two words occur
     */
    public static HuffmanTree of(long... counts) {
        return new HuffmanTree(counts.clone());
    }

    private static Node root(long[] counts) {
        PriorityQueue<Node> rarest =
                new PriorityQueue<>(Comparator.comparingLong(Node::count).thenComparingInt(Node::number));
        for (int word = 0; word < counts.length; word++) {
            if (counts[word] < 0) {
                throw new DataException("Word " + word + " has the count " + counts[word] + ", expected 0 or more.");
            }
            if (counts[word] > 0) {
                rarest.add(new Node(counts[word], word, List.of()));
            }
        }
        if (rarest.size() < 2) {
            throw new DataException(rarest.size() + " words occur, expected at least 2 to choose between.");
        }
        int number = counts.length;
        while (rarest.size() > 1) {
            Node left = rarest.remove();
            Node right = rarest.remove();
            rarest.add(new Node(Math.addExact(left.count, right.count), number++, List.of(left, right)));
        }
        return rarest.remove();
    }

    /** Writes down how to come to each word below; counts double every other step at least, so it is never deep. */
    private void label(Node node, int[] path, boolean[] code) {
        if (node.children.isEmpty()) {
            paths[node.number] = path;
            codes[node.number] = code;
            return;
        }
        int[] longer = Arrays.copyOf(path, path.length + 1);
        longer[path.length] = node.number - counts.length;
        for (int i = 0; i < 2; i++) {
            boolean[] way = Arrays.copyOf(code, code.length + 1);
            way[code.length] = i == 1;
            label(node.children.get(i), longer, way);
        }
    }

    /**
     * Returns the number of inner nodes.
     *
     * @return one less than there are words in the tree
     */
    public int nodes() {
        return Math.toIntExact(Arrays.stream(counts).filter(count -> count > 0).count() - 1);
    }

    /**
     * Returns the length of the longest way.
     *
     * @return inner nodes above the rarest word, at least 1
     */
    public int depth() {
        return Arrays.stream(paths).mapToInt(path -> path.length).max().orElseThrow();
    }

    /**
     * Returns the mean length of the ways, weighed by how often each word occurs: less than 1 above the entropy of the words
     * in bits.
     *
     * @return decisions a word, at least 1
     */
    public double meanLength() {
        double all = Arrays.stream(counts).sum();
        return IntStream.range(0, counts.length)
                .mapToDouble(word -> counts[word] / all * paths[word].length)
                .sum();
    }

    /**
     * Returns the inner nodes above a word.
     *
     * @param word number of a word
     * @return numbers of inner nodes, from 0 to {@link #nodes} − 1, the root first
     * @throws DataException if the word is not in the tree
     */
    public int[] path(int word) {
        return paths[inTree(word)].clone();
    }

    /**
     * Returns which way leads to a word.
     *
     * @param word number of a word
     * @return for each node of its {@link #path} whether to go right, the more frequent side
     * @throws DataException if the word is not in the tree
     */
    public boolean[] code(int word) {
        return codes[inTree(word)].clone();
    }

    private int inTree(int word) {
        if (word < 0 || word >= counts.length || counts[word] == 0) {
            throw new DataException("The word of number " + word + " is not in the tree, which has " + (nodes() + 1)
                    + " words that occur. Leave unknown words out first: Subsampling.sample.");
        }
        return word;
    }

    @Override
    public String toString() {
        return "%d words, %.1f decisions each on average and %d at most".formatted(nodes() + 1, meanLength(), depth());
    }
}
