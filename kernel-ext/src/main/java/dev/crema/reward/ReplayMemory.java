package dev.crema.reward;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The latest experience, to learn from again in random order (Lin 1992; Mnih et al. 2015). */
public final class ReplayMemory {
    private final int capacity;
    private final List<Transition> kept = new ArrayList<>();
    private int oldest;

    /**
     * Makes an empty memory.
     *
     * @param capacity how many transitions it keeps, at least 1; each further one takes the place of the oldest
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public ReplayMemory(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity is " + capacity + "; it must be at least 1");
        }
        this.capacity = capacity;
    }

    /**
     * Keeps a transition.
     *
     * @param transition what happened
     */
    public void add(Transition transition) {
        if (kept.size() < capacity) {
            kept.add(transition);
        } else {
            kept.set(oldest, transition);
            oldest = (oldest + 1) % capacity;
        }
    }

    /**
     * Draws transitions, each as likely as the others; one may come twice.
     *
     * @param n how many
     * @param random where the random numbers come from
     * @return n transitions
     * @throws IllegalStateException if nothing is kept yet
     */
    public List<Transition> sample(int n, SplittableRandom random) {
        if (kept.isEmpty()) {
            throw new IllegalStateException("The replay memory is empty; add transitions first");
        }
        return random.ints(n, 0, kept.size()).mapToObj(kept::get).toList();
    }

    /**
     * Returns how many transitions are kept.
     *
     * @return from 0 to the capacity
     */
    public int size() {
        return kept.size();
    }
}
