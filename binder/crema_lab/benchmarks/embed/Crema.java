import com.sun.management.OperatingSystemMXBean;
import dev.crema.embedding.Tsne;
import dev.crema.embedding.TsneOptions;
import dev.crema.embedding.Umap;
import dev.crema.embedding.UmapOptions;
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

/** Maps the first rows of a file of floats: {@code Crema.java tsne|umap ROWS COUNT MAP}; prints seconds, the processor's too, and
 * the peak of the heap. */
public class Crema {
    private static final int COLUMNS = 50;
    private static final int WARM_UP = 5_000;

    public static void main(String[] arguments) throws IOException {
        boolean tsne = arguments[0].equals("tsne");
        Path file = Path.of(arguments[1]);
        // the last rows, which only the largest map has too
        int all = (int) (Files.size(file) / (Float.BYTES * COLUMNS));
        float[][] others = rows(file, all - WARM_UP, WARM_UP);
        if (tsne) {
            Tsne.of(others, TsneOptions.defaults().withIterations(150));
        } else {
            Umap.of(others, UmapOptions.defaults().withIterations(150));
        }
        float[][] rows = rows(file, 0, Integer.parseInt(arguments[2]));
        long processor = processorTime();
        long start = System.nanoTime();
        float[][] points = tsne
                ? Tsne.of(rows, TsneOptions.defaults()).points()
                : Umap.of(rows, UmapOptions.defaults()).points();
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpu = (processorTime() - processor) / 1e9;
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        ByteBuffer bytes = ByteBuffer.allocate(2 * Float.BYTES * rows.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] point : points) {
            bytes.putFloat(point[0]).putFloat(point[1]);
        }
        Files.write(Path.of(arguments[3]), bytes.array());
        System.out.printf(
                Locale.ROOT, "{\"seconds\": %.3f, \"cpu\": %.3f, \"heap\": %.0f}%n", seconds, cpu, heap / 1e6);
    }

    private static long processorTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
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
