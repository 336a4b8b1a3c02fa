package dev.crema.insight;

import java.util.List;

/**
 * The class whose score is explained.
 *
 * @param index its index among the network's outputs, from 0
 * @param name what it is called
 */
public record Target(int index, String name) implements ActivationObjective {
    /**
     * Names a class by its index only.
     *
     * @param index the index among the network's outputs, from 0
     * @return the class, called "class 3" and the like
     */
    public static Target of(int index) {
        return new Target(index, "class " + index);
    }

    /**
     * Finds a class by its name.
     *
     * @param name the name, such as {@code "tabby"}
     * @param classes the names of the network's outputs, such as {@link dev.crema.datasets.ImageNet#classes}
     * @return the class
     * @throws IllegalArgumentException if there is none of this name; the message gives those that contain it
     */
    public static Target of(String name, List<String> classes) {
        int index = classes.indexOf(name);
        if (index < 0) {
            List<String> near = classes.stream()
                    .filter(other -> other.contains(name))
                    .limit(10)
                    .toList();
            throw new IllegalArgumentException("There is no class \"" + name + "\" among the " + classes.size()
                    + (near.isEmpty()
                            ? ", which begin with "
                                    + String.join(", ", classes.subList(0, Math.min(10, classes.size())))
                            : "; there is " + String.join(", ", near)));
        }
        return new Target(index, name);
    }

    @Override
    public String toString() {
        return name;
    }
}
