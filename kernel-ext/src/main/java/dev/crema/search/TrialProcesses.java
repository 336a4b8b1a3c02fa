package dev.crema.search;

import ai.djl.Device;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One child process for each device. DJL's engine records gradients for one thread of a process at a time, so trainings
 * that run at the same time need processes of their own; a child sees no device but its own, so that all code finds it as
 * the default.
 */
final class TrialProcesses implements Workers.Crew {
    private final List<Device> devices;
    private final Objective objective;
    private final AtomicReferenceArray<@Nullable Child> children;
    private volatile boolean closed;

    TrialProcesses(List<Device> devices, Objective objective) {
        ClassLoader loader = objective.getClass().getClassLoader();
        if (loader != ClassLoader.getSystemClassLoader()) {
            throw new IllegalArgumentException(
                    "The objective " + objective.getClass().getName()
                            + " is not on the class path, as one that is written in a notebook cell, so another process cannot run"
                            + " it. Put it into a class in a jar on the class path, or search without onDevices.");
        }
        this.devices = devices;
        this.objective = Luggage.checked(objective);
        this.children = new AtomicReferenceArray<>(devices.size());
    }

    @Override
    public Outcome run(int worker, Settings settings) {
        long start = System.nanoTime();
        try {
            Child child = children.get(worker);
            if (child == null) {
                child = new Child(devices.get(worker), objective);
                children.set(worker, child);
                if (closed) {
                    child.process.destroyForcibly();
                }
            }
            return child.run(settings);
        } catch (IOException | ClassNotFoundException e) {
            // the next trial gets a new process
            return Outcome.failed(start, ended(children.getAndSet(worker, null), e));
        }
    }

    private static String ended(@Nullable Child child, Exception e) {
        if (child == null) {
            return "a process for the trial could not be started: " + e.getMessage();
        }
        child.process.destroyForcibly();
        try {
            return "the trial's process ended with exit code " + child.process.waitFor()
                    + " before it gave a score; its standard error says why";
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Override
    public void close() {
        closed = true;
        for (int worker = 0; worker < children.length(); worker++) {
            Child child = children.get(worker);
            if (child != null) {
                child.process.destroyForcibly();
            }
        }
    }

    /** A process that waits for settings on its standard input and answers on its standard output. */
    private static final class Child {
        private final Process process;
        private final ObjectOutputStream ask;
        private final ObjectInputStream answer;

        Child(Device device, Objective objective) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            // what a JVM may only be told when it starts, and where DJL finds its library
            System.getProperties().stringPropertyNames().stream()
                    .filter(name -> name.startsWith("ai.djl.") || name.equals("java.awt.headless"))
                    .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
            command.add("--enable-native-access=ALL-UNNAMED");
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), TrialProcesses.class.getName()));
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
            // a GPU is the child's only one, so its number there is 0; none is visible to a child on the CPU
            builder.environment().put("CUDA_VISIBLE_DEVICES", device.isGpu() ? visible(device.getDeviceId()) : "");
            process = builder.start();
            ask = new ObjectOutputStream(process.getOutputStream());
            ask.writeObject(objective);
            ask.flush();
            answer = new ObjectInputStream(process.getInputStream());
        }

        /** What CUDA calls the GPU that this process sees under a number. */
        private static String visible(int gpu) {
            String[] mine =
                    System.getenv().getOrDefault("CUDA_VISIBLE_DEVICES", "").split(",", -1);
            return gpu < mine.length && !mine[gpu].isBlank() ? mine[gpu].strip() : Integer.toString(gpu);
        }

        Outcome run(Settings settings) throws IOException, ClassNotFoundException {
            ask.writeObject(settings);
            ask.flush();
            return (Outcome) answer.readObject();
        }
    }

    /**
     * Runs trials until the parent process closes the pipe or ends.
     *
     * @param arguments none
     * @throws IOException if the pipe breaks
     * @throws ClassNotFoundException if the objective is not on the class path
     */
    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        PrintStream pipe = System.out;
        // what an objective prints must not get between the answers
        System.setOut(System.err);
        try (ObjectOutputStream answer = new ObjectOutputStream(pipe)) {
            answer.flush();
            ObjectInputStream ask = new ObjectInputStream(System.in);
            Objective objective = (Objective) ask.readObject();
            while (true) {
                Settings settings = (Settings) ask.readObject();
                answer.writeObject(Outcome.of(objective, settings));
                answer.flush();
            }
        } catch (EOFException e) {
            // the search is over
        }
    }
}
