package dev.crema.datasets;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a gzipped tar archive file by file. It writes nothing: names in the archive are compared with names that the caller
 * knows, and lead nowhere; links and devices are passed over.
 */
final class TarReader implements Closeable {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;
    private static final int PREFIX_LENGTH = 155;

    private final InputStream in;
    private final String name;
    private final long limit;
    private long read;
    private long left;
    private long padding;
    private String entry = "the first file";

    /**
     * Opens an archive.
     *
     * @param archive a file
     * @param limit how many bytes it may have when unpacked: a small archive can name more than any disk holds
     */
    TarReader(Path archive, long limit) throws IOException {
        this.name = String.valueOf(archive.getFileName());
        this.limit = limit;
        InputStream file = Files.newInputStream(archive);
        try {
            this.in = new BufferedInputStream(new GZIPInputStream(file, 1 << 16), 1 << 16);
        } catch (IOException e) {
            file.close();
            throw broken("is not valid gzip (" + e + ")", e);
        }
    }

    /**
     * Goes on to the next file.
     *
     * @return its name as the archive has it, or nothing at the end of the archive
     * @throws DataException if the archive is damaged, ends early or is too large
     */
    @Nullable
    String next() {
        byte[] header = new byte[BLOCK];
        while (true) {
            skip(left + padding);
            fill(header, 0, BLOCK);
            if (header[0] == 0) {
                finish();
                return null;
            }
            checkSum(header);
            left = octal(header, SIZE, SIZE_LENGTH);
            if (left > limit - read) {
                throw broken("has more than " + limit + " bytes when unpacked", null);
            }
            padding = (BLOCK - left % BLOCK) % BLOCK;
            char type = (char) header[TYPE];
            if (type == '0' || type == 0) {
                entry = name(header);
                return entry;
            }
        }
    }

    /**
     * Reads the file that {@link #next} came to.
     *
     * @param most how many bytes it may have
     * @return all its bytes
     * @throws DataException if it has more, or the archive is damaged or ends early
     */
    byte[] content(long most) {
        checkSize(most);
        byte[] content = new byte[Math.toIntExact(left)];
        fill(content, 0, content.length);
        left = 0;
        return content;
    }

    /**
     * Reads the file that {@link #next} came to bit by bit, for as long as nobody goes on.
     *
     * @param most how many bytes it may have
     * @return its bytes; reading throws a {@link DataException} if the archive is damaged or ends early
     * @throws DataException if it has more bytes
     */
    InputStream stream(long most) {
        checkSize(most);
        return new InputStream() {
            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                int count = (int) Math.min(length, left);
                fill(bytes, offset, count);
                left -= count;
                return count == 0 && length > 0 ? -1 : count;
            }
        };
    }

    private void checkSize(long most) {
        if (left > most) {
            throw broken("has " + left + " bytes in " + entry + ", expected at most " + most, null);
        }
    }

    private void fill(byte[] bytes, int from, int length) {
        try {
            int count = in.readNBytes(bytes, from, length);
            read += count;
            if (count < length) {
                throw broken("ends within " + entry, null);
            }
        } catch (IOException e) {
            throw broken("ends within or is damaged at " + entry + " (" + e + ")", e);
        }
        if (read > limit) {
            throw broken("has more than " + limit + " bytes when unpacked", null);
        }
    }

    /** Reads what follows the last file: the checksum of all comes at the very end. */
    private void finish() {
        byte[] rest = new byte[BLOCK];
        try {
            for (int count = in.read(rest); count >= 0; count = in.read(rest)) {
                read += count;
                if (read > limit) {
                    throw broken("has more than " + limit + " bytes when unpacked", null);
                }
            }
        } catch (IOException e) {
            throw broken("ends within or is damaged after " + entry + " (" + e + ")", e);
        }
    }

    private void skip(long length) {
        byte[] buffer = new byte[(int) Math.min(length, 1 << 16)];
        for (long rest = length; rest > 0; rest -= buffer.length) {
            fill(buffer, 0, (int) Math.min(rest, buffer.length));
        }
    }

    private void checkSum(byte[] header) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
            sum += own ? ' ' : Byte.toUnsignedInt(header[i]);
        }
        if (sum != octal(header, CHECKSUM, CHECKSUM_LENGTH)) {
            throw broken("is damaged or no tar archive after " + entry, null);
        }
    }

    private long octal(byte[] header, int from, int length) {
        String digits = new String(header, from, length, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        try {
            // what is not octal, a sign too, is refused
            return Long.parseUnsignedLong(digits, 8);
        } catch (NumberFormatException e) {
            throw broken("has '" + digits + "' for a number after " + entry, e);
        }
    }

    private static String name(byte[] header) {
        String name = text(header, 0, NAME);
        boolean ustar = text(header, MAGIC, 5).equals("ustar");
        String prefix = ustar ? text(header, PREFIX, PREFIX_LENGTH) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] header, int from, int length) {
        String text = new String(header, from, length, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private DataException broken(String found, @Nullable Exception cause) {
        String message = "The archive " + name + " " + found + ". Delete it and fetch it again.";
        return cause == null ? new DataException(message) : new DataException(message, cause);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
