package dev.crema.datasets;

import java.time.Duration;

/** Progress that nobody looks at. */
record Silence() implements Progress {
    @Override
    public void arrived(String set, long bytes, long size) {}

    @Override
    public void waiting(String set, String program, Duration since) {}

    @Override
    public void end() {}
}
