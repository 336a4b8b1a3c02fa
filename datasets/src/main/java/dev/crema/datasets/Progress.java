package dev.crema.datasets;

import java.time.Duration;

/** Told how far the fetching of data is. */
interface Progress {
    /**
     * More bytes have arrived.
     *
     * @param set what the field calls the data set
     * @param bytes how many are there
     * @param size how many there will be
     */
    void arrived(String set, long bytes, long size);

    /**
     * Another program still fetches, and does not say how far it is.
     *
     * @param set what the field calls the data set
     * @param program what is running
     * @param since how long it has been running
     */
    void waiting(String set, String program, Duration since);

    /** Nothing more comes for now, because all is there or because it failed. */
    void end();
}
