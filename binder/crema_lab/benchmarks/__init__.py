"""The project's benchmarks: each module has ROUNDS and measure(project, rounds), which returns a list of bench.Row."""
