import dev.crema.embedding.Tsne;
import dev.crema.embedding.TsneOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Maps the first rows of a file of floats: {@code Crema.java ROWS COUNT MAP}; prints seconds and the peak of the heap. */
public class Crema {
    private static final int COLUMNS = 50;
    private static final int WARM_UP = 2_500;

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        // the last rows, which only the largest map has too
        int all = (int) (Files.size(file) / (Float.BYTES * COLUMNS));
        Tsne.of(rows(file, all - WARM_UP, WARM_UP), TsneOptions.defaults().withIterations(300));
        float[][] rows = rows(file, 0, Integer.parseInt(arguments[1]));
        long start = System.nanoTime();
        Tsne map = Tsne.of(rows, TsneOptions.defaults());
        double seconds = (System.nanoTime() - start) / 1e9;
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        ByteBuffer bytes = ByteBuffer.allocate(2 * Float.BYTES * rows.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] point : map.points()) {
            bytes.putFloat(point[0]).putFloat(point[1]);
        }
        Files.write(Path.of(arguments[2]), bytes.array());
        System.out.printf(
                Locale.ROOT,
                "{\"seconds\": %.3f, \"heap\": %.0f, \"iterations\": %d}%n",
                seconds,
                heap / 1e6,
                map.iterations());
    }

    private static float[][] rows(Path file, int first, int count) throws IOException {
        float[][] rows = new float[count][COLUMNS];
        try (FileChannel channel = FileChannel.open(file)) {
            long size = (long) Float.BYTES * COLUMNS;
            FloatBuffer floats = channel.map(FileChannel.MapMode.READ_ONLY, first * size, count * size)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            for (float[] row : rows) {
                floats.get(row);
            }
        }
        return rows;
    }
}
