package dev.crema.search;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;

/** What an objective takes along to another process. */
final class Luggage {
    private Luggage() {}

    /** Makes sure that an objective can travel, before the first trial. */
    static Objective checked(Objective objective) {
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            out.writeObject(objective);
            return objective;
        } catch (NotSerializableException e) {
            throw new IllegalArgumentException(
                    "The objective cannot be sent to another process: it holds a " + e.getMessage()
                            + ", which is not serializable. Make that object inside the objective, or let it hold what the"
                            + " object is made from, such as a path or numbers.",
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("The objective cannot be sent to another process: " + e.getMessage(), e);
        }
    }
}
