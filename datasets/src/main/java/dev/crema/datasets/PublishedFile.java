package dev.crema.datasets;

import java.net.URI;
import java.util.List;

/**
 * A file as its publisher offers it.
 *
 * @param set what the field calls the data set
 * @param file what it is; its name is the path below the cache directory
 * @param addresses where to get it, the publisher's first, then mirrors of the same bytes
 */
record PublishedFile(String set, KnownFile file, List<URI> addresses) {}
