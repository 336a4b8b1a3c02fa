package dev.crema.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.crema.datasets.ImageBatch;
import java.util.SplittableRandom;

/** Adds or subtracts ε at random: as large a change as that of the fast gradient sign method, without aim. */
record RandomSigns() implements Attack {
    @Override
    public NDArray perturb(Block net, ImageBatch batch, double epsilon, SplittableRandom random) {
        NDArray images = batch.images();
        NDManager owner = batch.manager();
        try (NDManager scratch = owner.newSubManager()) {
            NDArray clean = images.duplicate();
            clean.attach(scratch);
            Ball ball = Ball.around(clean, epsilon);
            float[] noise = new float[Math.toIntExact(images.size())];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (float) (random.nextBoolean() ? epsilon : -epsilon);
            }
            NDArray signs = scratch.create(noise, images.getShape()).toDevice(images.getDevice(), false);
            NDArray noisy = ball.project(clean.add(signs));
            noisy.attach(owner);
            return noisy;
        }
    }

    @Override
    public String toString() {
        return "random signs";
    }
}
