package dev.crema.figures;

/** Holds the process's screen, which an interface cannot. */
final class Current {
    static volatile Screen screen = new Terminal(System::nanoTime, line -> System.out.println(line));

    private Current() {}
}
