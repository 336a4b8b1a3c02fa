package dev.crema.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.crema.datasets.DataException;
import dev.crema.datasets.Safetensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A training in a file: weights, what the optimisers remember, the best weights of early stopping, and the history. It is
 * written after every epoch, in the format safetensors, so that the weights can be read elsewhere too. Random numbers need
 * no place in it: those of an epoch depend on the seed and the number of the epoch alone.
 */
final class Checkpoint implements Callback {
    private static final String HISTORY = "crema.history";
    private static final String SETTINGS = "crema.settings";
    private static final Gson JSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    private final Path file;
    private final List<Learner> learners;
    private final List<Lasting> lasting;
    private final String settings;

    Checkpoint(Path file, List<Learner> learners, List<Lasting> lasting, FitOptions options) {
        this.file = file;
        this.learners = learners;
        this.lasting = lasting;
        this.settings = "seed %d, batch size %d, %s"
                .formatted(
                        options.seed,
                        options.batchSize,
                        learners.stream().map(Learner::optimizer).toList());
        for (Learner learner : learners) {
            if (!(learner.optimizer() instanceof ModelOptimizer)) {
                throw new IllegalArgumentException(
                        learner.optimizer().getClass().getSimpleName()
                                + " of DJL does not show what it remembers, expected one of adam, sgd, adamW, … for checkpoints");
            }
        }
        if (!Files.isDirectory(file.toAbsolutePath().resolveSibling("."))) {
            throw new IllegalArgumentException(
                    "There is no directory for the checkpoint " + file + "; make it first, or choose another place");
        }
    }

    @Override
    public void afterEpoch(Progress progress) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < learners.size(); i++) {
            arrays.putAll(state(learners.get(i), prefix(i)));
        }
        for (Lasting part : lasting) {
            arrays.putAll(part.state());
        }
        Safetensors.write(file, arrays, Map.of(HISTORY, JSON.toJson(progress.history()), SETTINGS, settings));
    }

    /**
     * Puts a training back to where it was when it was written. Nothing is changed unless all of the file fits.
     *
     * @return what had happened until then
     * @throws IllegalArgumentException if the file is missing, broken, or of another training
     */
    History restore() {
        if (!Files.exists(file)) {
            throw new IllegalArgumentException(
                    "There is no checkpoint " + file + " to resume from; begin with checkpoint(path)");
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            Map<String, String> texts = Safetensors.metadata(file);
            Map<String, NDArray> saved = Safetensors.read(file, manager);
            String written = texts.get(SETTINGS);
            if (!settings.equals(written)) {
                throw wrong("is of a training with " + written, "one with " + settings);
            }
            History history = Objects.requireNonNull(JSON.fromJson(texts.get(HISTORY), History.class));
            for (int i = 0; i < learners.size(); i++) {
                check(learners.get(i), saved, prefix(i));
            }
            for (int i = 0; i < learners.size(); i++) {
                restore(learners.get(i), saved, prefix(i));
            }
            for (Lasting part : lasting) {
                part.restore(history, saved);
            }
            return history;
        } catch (DataException | JsonParseException | NullPointerException e) {
            throw new IllegalArgumentException(
                    "The checkpoint " + file + " is not whole or no checkpoint: " + e.getMessage(), e);
        }
    }

    private static String prefix(int learner) {
        return "network" + (learner + 1) + "/";
    }

    private static Map<String, NDArray> state(Learner learner, String prefix) {
        Map<String, NDArray> state = new LinkedHashMap<>();
        ModelOptimizer optimizer = (ModelOptimizer) learner.optimizer();
        learner.weights().named().forEach((name, parameter) -> {
            state.put(prefix + "weights/" + name, parameter.getArray());
            List<NDArray> memory = optimizer.memory(parameter.getId());
            for (int kind = 0; kind < memory.size(); kind++) {
                state.put(prefix + "optimizer/" + kind + "/" + name, memory.get(kind));
            }
        });
        return state;
    }

    private void check(Learner learner, Map<String, NDArray> saved, String prefix) {
        learner.weights().named().forEach((name, parameter) -> {
            NDArray weight = saved.get(prefix + "weights/" + name);
            NDArray expected = parameter.getArray();
            if (weight == null) {
                throw wrong("has no weights " + name, "those of this network");
            }
            if (!weight.getShape().equals(expected.getShape()) || weight.getDataType() != expected.getDataType()) {
                throw wrong(
                        "has weights " + name + " of shape " + weight.getShape(),
                        expected.getShape() + " as in this network");
            }
        });
        long weights = saved.keySet().stream()
                .filter(name -> name.startsWith(prefix + "weights/"))
                .count();
        if (weights != learner.weights().named().size()) {
            throw wrong(
                    "has " + weights + " arrays of weights",
                    learner.weights().named().size() + " as in this network");
        }
    }

    private static void restore(Learner learner, Map<String, NDArray> saved, String prefix) {
        ModelOptimizer optimizer = (ModelOptimizer) learner.optimizer();
        learner.weights().named().forEach((name, parameter) -> {
            Objects.requireNonNull(saved.get(prefix + "weights/" + name)).copyTo(parameter.getArray());
            optimizer.remember(
                    parameter.getId(),
                    parameter.getArray(),
                    kind -> saved.get(prefix + "optimizer/" + kind + "/" + name));
        });
    }

    private IllegalArgumentException wrong(String found, String expected) {
        return new IllegalArgumentException("The checkpoint " + file + " " + found + ", expected " + expected
                + ". Nothing was changed; resume with the network and the options it was made with");
    }

    /** Something besides the networks that must go on as if nothing had happened. */
    interface Lasting {
        /** What to keep, by name. */
        Map<String, NDArray> state();

        /** Goes on after a history with what was kept. */
        void restore(History history, Map<String, NDArray> saved);
    }
}
