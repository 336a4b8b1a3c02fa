package dev.crema.datasets;

import java.net.URI;
import java.util.List;

/**
 * A file as its publisher offers it, known by its size and checksum.
 *
 * @param set what the field calls the data set
 * @param name path below the cache directory, such as "fashion-mnist/train-images-idx3-ubyte.gz"
 * @param addresses where to get it, the publisher's first, then mirrors of the same bytes
 * @param size in bytes
 * @param algorithm of the checksum: "SHA-256", or "MD5" where the publisher gives nothing better
 * @param checksum in lower-case hexadecimal digits
 * @param otherwise a sentence with the command that gets the data by other means
 */
record PublishedFile(
        String set, String name, List<URI> addresses, long size, String algorithm, String checksum, String otherwise) {}
