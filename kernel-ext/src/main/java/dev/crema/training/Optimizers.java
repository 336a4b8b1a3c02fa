package dev.crema.training;

/** The words for optimisers, each a choice for {@link Training#fit} that steps a whole network in one native call. */
public final class Optimizers {
    private Optimizers() {}

    /**
     * Makes an Adam optimiser.
     *
     * @param learningRate length of a step, above 0; 10⁻³ suits most networks
     * @return the optimiser, for {@link Training#fit}
     * @throws IllegalArgumentException if the rate is not a positive number
     */
    public static Adam adam(double learningRate) {
        return adam(learningRate, Adam.BETA1);
    }

    /**
     * Makes an Adam optimiser with another momentum.
     *
     * @param learningRate length of a step, above 0
     * @param beta1 share of the mean of the gradients so far that each step keeps, in [0, 1); 0.9 by default, 0.5 in
     *     adversarial networks, whose gradients change their direction faster (Radford et al. 2015)
     * @return the optimiser, for {@link Training#fit}
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Adam adam(double learningRate, double beta1) {
        return new Adam(learningRate, beta1);
    }

    /**
     * Makes a stochastic gradient descent without momentum.
     *
     * @param learningRate length of a step, above 0
     * @return the optimiser, for {@link Training#fit}
     * @throws IllegalArgumentException if the rate is not a positive number
     */
    public static Sgd sgd(double learningRate) {
        return sgd(learningRate, 0);
    }

    /**
     * Makes a stochastic gradient descent with momentum.
     *
     * @param learningRate length of a step, above 0
     * @param momentum share of the last step that is taken again, in [0, 1); 0.9 is usual
     * @return the optimiser, for {@link Training#fit}
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Sgd sgd(double learningRate, double momentum) {
        return new Sgd(learningRate, momentum, false);
    }

    /**
     * Makes a stochastic gradient descent with Nesterov's momentum, which looks ahead before it measures.
     *
     * @param learningRate length of a step, above 0
     * @param momentum share of the last step that is taken again, in [0, 1); 0.9 is usual
     * @return the optimiser, for {@link Training#fit}
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Sgd nesterov(double learningRate, double momentum) {
        return new Sgd(learningRate, momentum, true);
    }

    /**
     * Makes an Adam optimiser with decoupled weight decay.
     *
     * @param learningRate length of a step, above 0; 10⁻³ suits most networks
     * @param weightDecay share of each weight that is lost in a step of length 1, in [0, 1); 10⁻² is usual
     * @return the optimiser, for {@link Training#fit}
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static AdamW adamW(double learningRate, double weightDecay) {
        return new AdamW(learningRate, weightDecay);
    }

    /**
     * Makes an Adagrad optimiser.
     *
     * @param learningRate length of the first steps, above 0; 10⁻² is usual
     * @return the optimiser, for {@link Training#fit}
     * @throws IllegalArgumentException if the rate is not a positive number
     */
    public static Adagrad adagrad(double learningRate) {
        return new Adagrad(learningRate);
    }

    /**
     * Makes an RMSprop optimiser.
     *
     * @param learningRate length of a step, above 0; 10⁻³ suits most networks
     * @return the optimiser, for {@link Training#fit}
     * @throws IllegalArgumentException if the rate is not a positive number
     */
    public static RmsProp rmsProp(double learningRate) {
        return new RmsProp(learningRate);
    }

    /**
     * Makes an Adadelta optimiser.
     *
     * @param learningRate factor of the steps that it finds by itself, above 0; 1 is usual
     * @return the optimiser, for {@link Training#fit}
     * @throws IllegalArgumentException if the rate is not a positive number
     */
    public static Adadelta adadelta(double learningRate) {
        return new Adadelta(learningRate);
    }
}
