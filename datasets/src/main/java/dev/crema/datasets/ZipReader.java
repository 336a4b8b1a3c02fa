package dev.crema.datasets;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads single files of a zip archive. It writes nothing: names in the archive are compared with names that the caller knows,
 * and lead nowhere.
 */
final class ZipReader implements Closeable {
    private final Path archive;
    private final ZipFile zip;

    /**
     * Opens an archive.
     *
     * @throws DataException if it is no zip archive, or damaged
     */
    ZipReader(Path archive) {
        this.archive = archive;
        try {
            this.zip = new ZipFile(archive.toFile());
        } catch (IOException e) {
            throw new DataException(message("cannot be opened (" + e + ")"), e);
        }
    }

    /**
     * Opens a file of the archive.
     *
     * @param name as the archive has it
     * @param most how many bytes it may have when unpacked, whatever the archive says
     * @return its bytes; reading more than {@code most} throws a {@link DataException}
     * @throws DataException if there is none of the name, or it has more bytes
     */
    InputStream open(String name, long most) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new DataException(message("has no " + name));
        }
        try {
            return new Limited(zip.getInputStream(entry), name, most);
        } catch (IOException e) {
            throw new DataException(message("is damaged at " + name + " (" + e + ")"), e);
        }
    }

    /** Reads a file of the archive whole, as {@link #open} does. */
    byte[] content(String name, long most) {
        try (InputStream in = open(name, most)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new DataException(message("is damaged at " + name + " (" + e + ")"), e);
        }
    }

    private String message(String found) {
        return "The archive " + archive + " " + found + ". Delete it and call again to fetch it.";
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Counts what really comes out: a header says what it likes. */
    private final class Limited extends FilterInputStream {
        private final String name;
        private final long most;
        private long count;

        Limited(InputStream in, String name, long most) {
            super(in);
            this.name = name;
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            if (count > most) {
                throw new DataException(message("has more than " + most + " bytes in " + name));
            }
            return read;
        }

        @Override
        public long skip(long length) throws IOException {
            // by reading, to be counted
            return read(new byte[(int) Math.min(length, 1 << 16)]);
        }
    }
}
