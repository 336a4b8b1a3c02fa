package dev.crema.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What training may leave behind — nothing, NaN, infinity, one value again and again — is drawn, not stumbled over. */
class AwkwardNumbersTest {
    private static final Pattern NO_PLACE = Pattern.compile("=\"[^\"]*(NaN|Infinity|∞)[^\"]*\"");

    private record Chart(String name, Function<double[], Drawable> of) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static double[] places(double[] values) {
        return IntStream.range(0, values.length).asDoubleStream().toArray();
    }

    private static List<String> names(double[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> "n" + i).toList();
    }

    private static double[][] points(double[] values) {
        return Arrays.stream(values).mapToObj(v -> new double[] {v, v}).toArray(double[][]::new);
    }

    static Stream<Arguments> chartsOfAwkwardNumbers() {
        List<Chart> charts = List.of(
                new Chart("line", v -> LineChart.of("t").line("a", places(v), v).faint("b", places(v), v)),
                new Chart("line along", v -> LineChart.of("t").line("a", v, places(v))),
                new Chart("logarithmic line", v -> LineChart.of("t").logY().line("a", places(v), v)),
                new Chart("bars", v -> BarChart.of("t").bars(names(v), v)),
                new Chart("scatter", v -> ScatterPlot.of("t").points(points(v))),
                new Chart("classes", v -> ScatterPlot.of("t")
                        .points(points(v))
                        .colouredBy(new int[v.length], List.of("all", "none"))),
                new Chart(
                        "values",
                        v -> ScatterPlot.of("t").points(points(places(v))).colouredBy(v, "loss")),
                new Chart("thumbnails", v -> ScatterPlot.of("t")
                        .points(points(v))
                        .thumbnails(
                                Collections.nCopies(v.length, new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB)))),
                new Chart(
                        "heat map",
                        v -> HeatMap.of("t").values(new double[][] {v, v}).numbers("%.1f")),
                new Chart(
                        "diverging heat map",
                        v -> HeatMap.of("t").values(new double[][] {v}).diverging()),
                new Chart("plane", v -> PlaneChart.of("t")
                        .points(0, "a", v, v)
                        .curve(1, "b", places(v), v)
                        .path(2, "c", v, places(v))),
                new Chart("dots", v -> DotPlot.of("t")
                        .dots(places(v), v, new double[v.length])
                        .steps("s", places(v), v)));
        double nan = Double.NaN;
        double infinite = Double.POSITIVE_INFINITY;
        List<double[]> numbers = List.of(
                new double[0],
                new double[] {nan},
                new double[] {0},
                new double[] {3, 3, 3},
                new double[] {nan, nan, nan},
                new double[] {1, nan, 2},
                new double[] {1, infinite, 2},
                new double[] {infinite, -infinite},
                new double[] {-1e300, 1e300},
                new double[] {1e-300, 2e-300},
                new double[] {1e9, 1e9 + 1e-3});
        return charts.stream().flatMap(chart -> numbers.stream().map(values -> Arguments.of(chart, values)));
    }

    @ParameterizedTest(name = "{0} of {1}")
    @MethodSource("chartsOfAwkwardNumbers")
    void awkwardNumbers_areDrawnOrRefusedInWords(Chart chart, double[] values) throws IOException {
        Figure figure;
        try {
            figure = chart.of().apply(values).draw();
        } catch (IllegalArgumentException refused) {
            assertTrue(refused.getMessage().length() > 30, refused.getMessage());
            return;
        }
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(figure.png()));
        assertEquals(2 * figure.width(), picture.getWidth());
        assertFalse(figure.alt().isBlank());
        assertNotNull(figure.html());
        figure.svg()
                .ifPresent(svg -> assertFalse(
                        NO_PLACE.matcher(svg.replaceAll("<desc.*?</desc>", "")).find(), svg));
    }

    @Test
    void aGridOf10000Images_isCapped_andSaysSo_inPictureAndWords() {
        List<BufferedImage> many = Collections.nCopies(10_000, new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB));
        Figure figure = ImageGrid.of("All").images(many).figure();
        assertTrue(figure.alt().replaceAll("[^0-9a-z]", "").contains("200of10000shown"), figure.alt());
        assertTrue(figure.width() < 2000 && figure.height() < 4000, figure.width() + " × " + figure.height());
        assertTrue(
                figure.html().length() < 2_000_000,
                "small enough to mail: " + figure.html().length());
        // what is said of pictures that are not shown is not lost either
        Figure marked = ImageGrid.of("All").images(many).emphasis(Set.of(9_999)).figure();
        assertFalse(marked.alt().isBlank());
    }
}
