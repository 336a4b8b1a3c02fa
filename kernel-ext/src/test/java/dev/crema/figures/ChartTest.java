package dev.crema.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ChartTest {
    private static final double[] EPOCHS = {1, 2, 3, 4, 5};
    private static final double[] LOSSES = {2.3, 0.9, 0.5, 0.3, 0.21};

    @Test
    void line_isBroken_whereItIsNotANumber() {
        double[] broken = {2.3, 0.9, Double.NaN, 0.3, 0.21};
        assertEquals(1, curves(LineChart.of("a").line("loss", EPOCHS, LOSSES)));
        assertEquals(2, curves(LineChart.of("a").line("loss", EPOCHS, broken)));
        double[] negative = {2.3, 0.9, -1, 0.3, 0.21};
        assertEquals(2, curves(LineChart.of("a").line("loss", EPOCHS, negative).logY()));
    }

    @Test
    void line_staysVisible_withOnePoint_orNone() {
        Figure one = LineChart.of("a")
                .line("loss", new double[] {1}, new double[] {2})
                .figure();
        Figure nothing =
                LineChart.of("a").line("loss", new double[0], new double[0]).figure();
        Figure nan = LineChart.of("a")
                .line("loss", EPOCHS, new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN})
                .figure();

        assertTrue(one.svg().orElseThrow().contains("<use"));
        assertTrue(nothing.svg().orElseThrow().contains("no data yet"));
        assertTrue(nan.text().contains("only NaN or infinity"), nan.text());
        assertTrue(nan.png().length > 0);
    }

    @Test
    void line_withManyPoints_staysSmall_andKeepsItsPeaks() {
        int n = 200_000;
        double[] xs = IntStream.range(0, n).asDoubleStream().toArray();
        double[] ys = new double[n];
        ys[123_457] = 1;
        LineChart chart = LineChart.of("a").line("spike", xs, ys).yRange(0, 1);
        String svg = chart.figure().svg().orElseThrow();

        assertTrue(svg.length() < 60_000, "characters: " + svg.length());
        assertTrue(svg.matches("(?s).*L[0-9.]+ 0(L.*|\".*)"), "the peak reaches the top of the plot");
    }

    @Test
    void line_namesItsCurves_axesAndEvents() throws Exception {
        Figure figure = LineChart.of("Loss")
                .x("epoch")
                .y("loss (nats)")
                .line("training", EPOCHS, LOSSES)
                .marker(4, "best epoch")
                .star(4, 0.3, "0.3")
                .figure();
        List<String> texts =
                FigureTest.texts(FigureTest.parsed(figure.svg().orElseThrow()).getDocumentElement());

        assertTrue(
                texts.containsAll(List.of("Loss", "epoch", "loss (nats)", "training", "best epoch", "0.3", "1", "5")),
                texts.toString());
        assertTrue(figure.alt().contains("training goes from 2.3 to 0.21"), figure.alt());
        assertTrue(figure.alt().contains("best epoch at epoch 4"), figure.alt());
        assertTrue(figure.text().startsWith(figure.alt()));
        assertTrue(figure.text().contains("2.3 █▃▂▁▁ 0.21"), figure.text());
    }

    @Test
    void line_isImmutable_andCopiesItsNumbers() {
        double[] mine = LOSSES.clone();
        LineChart chart = LineChart.of("Loss").line("training", EPOCHS, mine);
        String before = chart.figure().svg().orElseThrow();
        LineChart unused =
                chart.logY().x("time").line("validation", EPOCHS, LOSSES).alt("else");
        mine[0] = 100;

        assertEquals(before, chart.figure().svg().orElseThrow());
        assertFalse(before.equals(unused.figure().svg().orElseThrow()));
    }

    @Test
    void faint_takesTheColourOfItsCurve_whateverTheOrder() {
        LineChart first = LineChart.of("a")
                .faint("b", EPOCHS, LOSSES)
                .line("a", EPOCHS, LOSSES)
                .line("b", EPOCHS, LOSSES);
        LineChart last = LineChart.of("a")
                .line("a", EPOCHS, LOSSES)
                .line("b", EPOCHS, LOSSES)
                .faint("b", EPOCHS, LOSSES);

        assertEquals(first.figure().svg(), last.figure().svg());
    }

    @Test
    void line_needsAValueForEachPlace() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> LineChart.of("a").line("loss", EPOCHS, new double[3]))
                .getMessage();
        assertTrue(message.contains("5 places but 3 values"), message);
    }

    @Test
    void lineLabels_doNotOverlap_howeverCloseTheCurvesEnd() throws Exception {
        LineChart chart = LineChart.of("a");
        for (int i = 0; i < 12; i++) {
            chart = chart.line("curve " + i, EPOCHS, LOSSES);
        }
        var nodes = FigureTest.parsed(chart.figure().svg().orElseThrow()).getElementsByTagName("text");
        double[] places = IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .filter(text -> text.getTextContent().startsWith("curve"))
                .mapToDouble(text -> Double.parseDouble(text.getAttribute("y")))
                .sorted()
                .toArray();
        assertEquals(12, places.length);
        for (int i = 1; i < places.length; i++) {
            assertTrue(places[i] - places[i - 1] >= 14, Arrays.toString(places));
        }
    }

    @Test
    void scatter_dropsItsSvg_whenItIsLarge() {
        assertTrue(cloud(3000).figure().svg().isPresent());
        assertTrue(cloud(3001).figure().svg().isEmpty());
        assertTrue(cloud(3001).figure().html().contains("data:image/png"));
    }

    @Test
    void scatter_namesAClass_whereMostOfItIs_notBetweenItsParts() {
        double[][] points = new double[70][];
        int[] split = new int[70];
        for (int i = 0; i < 70; i++) {
            int part = i < 30 ? 0 : i < 50 ? 1 : 2;
            points[i] = new double[] {10 * part + 0.01 * i, 10 * part};
            split[i] = Math.min(part, 1);
        }
        ScatterPlot plot = ScatterPlot.of("t").points(points);
        String together = plot.colouredBy(new int[70], List.of("one", "two"))
                .figure()
                .svg()
                .orElseThrow();
        String apart =
                plot.colouredBy(split, List.of("one", "two")).figure().svg().orElseThrow();

        Pattern name = Pattern.compile("<text x=\"([0-9.]+)\" y=\"([0-9.]+)\"[^>]*>one<");
        Matcher first = name.matcher(together);
        Matcher second = name.matcher(apart);
        assertTrue(first.find() && second.find(), together);
        assertEquals(second.group(1), first.group(1), "the same place as without the smaller parts");
        assertEquals(second.group(2), first.group(2));
    }

    @Test
    void scatter_countsWhatItLeavesOut() {
        Figure figure = ScatterPlot.of("a")
                .points(new double[][] {{0, 0}, {1, Double.NaN}, {1, 1}})
                .figure();
        assertTrue(figure.alt().contains("1 points that are NaN or infinite are left out"), figure.alt());
    }

    @Test
    void scatter_showsThumbnailsThatDoNotOverlap() throws Exception {
        BufferedImage picture = Pixels.grey(new float[] {1}, 1, 1);
        Figure figure = cloud(500).thumbnails(Collections.nCopies(500, picture)).figure();
        var images = FigureTest.parsed(figure.svg().orElseThrow()).getElementsByTagName("image");
        assertTrue(images.getLength() > 10 && images.getLength() < 250, "shown: " + images.getLength());
        for (int i = 0; i < images.getLength(); i++) {
            for (int j = 0; j < i; j++) {
                double dx = place(images.item(i), "x") - place(images.item(j), "x");
                double dy = place(images.item(i), "y") - place(images.item(j), "y");
                assertTrue(Math.max(Math.abs(dx), Math.abs(dy)) >= 28, i + " over " + j);
            }
        }
    }

    @Test
    void scatter_refusesWhatDoesNotFitItsPoints() {
        ScatterPlot plot = cloud(4);
        assertThrows(IllegalArgumentException.class, () -> plot.colouredBy(new double[3])
                .figure());
        assertThrows(IllegalArgumentException.class, () -> plot.colouredBy(new int[3], List.of("a"))
                .figure());
        assertThrows(IllegalArgumentException.class, () -> plot.colouredBy(new int[] {0, 0, 0, 1}, List.of("a"))
                .figure());
        assertThrows(IllegalArgumentException.class, () -> plot.points(new double[][] {{1, 2, 3}}));
    }

    @Test
    void heatMap_hasRowZeroOnTop_small_andLarge() throws Exception {
        for (int size : new int[] {4, 60}) {
            double[][] values = new double[size][size];
            Arrays.fill(values[0], 1);
            Figure figure = HeatMap.of("a").values(values).figure();
            BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(figure.png()));
            int x = pixels.getWidth() / 3;
            int top = first(pixels, x, Palette.sequential(1));
            int below = first(pixels, x, Palette.sequential(0));
            assertTrue(top >= 0 && top < below, size + ": yellow at " + top + ", violet at " + below);
        }
    }

    @Test
    void heatMap_isOnePicture_whenItIsLarge() {
        Figure large =
                HeatMap.of("a").values(new double[200][200]).numbers("%.0f").figure();
        String svg = large.svg().orElseThrow();
        assertEquals(1, svg.split("<image", -1).length - 1);
        assertTrue(large.width() < 700, "no numbers, no widening: " + large.width());
    }

    @Test
    void heatMap_divergesAboutZero_evenIfTheValuesDoNot() throws Exception {
        Figure figure = HeatMap.of("a")
                .values(new double[][] {{0, 4}, {1, 2}})
                .diverging()
                .figure();
        BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(figure.png()));
        assertTrue(holds(pixels, Palette.diverging(0)) && holds(pixels, Palette.diverging(1)));
        assertTrue(figure.alt().contains("Smallest 0 at row 0, column 0; largest 4 at row 0, column 1"), figure.alt());
    }

    @Test
    void heatMap_refusesWhatIsNoMatrix() {
        assertThrows(IllegalArgumentException.class, () -> HeatMap.of("a").values(new double[0][]));
        assertThrows(IllegalArgumentException.class, () -> HeatMap.of("a").values(new double[][] {{1}, {1, 2}}));
        assertThrows(IllegalArgumentException.class, () -> HeatMap.of("a").figure());
        assertThrows(IllegalArgumentException.class, () -> HeatMap.of("a")
                .values(new double[2][2])
                .rows(List.of("one"))
                .figure());
        assertThrows(
                java.util.IllegalFormatException.class,
                () -> HeatMap.of("a").values(new double[2][2]).numbers("%d"));
    }

    @Test
    void bars_areAsLongAsTheirValues() throws Exception {
        Figure figure = BarChart.of("a")
                .bars(List.of("a", "b", "c", "d"), new double[] {1, 2, -1, Double.NaN})
                .figure();
        var nodes = FigureTest.parsed(figure.svg().orElseThrow()).getElementsByTagName("rect");
        double[] heights = IntStream.range(1, nodes.getLength())
                .mapToDouble(i -> place(nodes.item(i), "height"))
                .toArray();
        assertEquals(4, heights.length);
        assertEquals(2 * heights[0], heights[1], 0.05);
        assertEquals(heights[0], heights[2], 0.05);
        assertEquals(0, heights[3], 0.0);
    }

    @Test
    void grid_isCapped_andSaysSo() throws Exception {
        BufferedImage picture = Pixels.grey(new float[] {1}, 1, 1);
        Figure figure = ImageGrid.of("a")
                .images(Collections.nCopies(10_000, picture))
                .captions(Collections.nCopies(10_000, "c"))
                .figure();
        var document = FigureTest.parsed(figure.svg().orElseThrow());
        assertEquals(ImageGrid.MOST, document.getElementsByTagName("image").getLength());
        assertTrue(
                FigureTest.texts(document.getDocumentElement()).contains("200 of 10\u202F000 shown"),
                "note below the pictures");
        assertTrue(figure.alt().contains("200 of 10\u202F000 shown"), figure.alt());
    }

    @Test
    void grid_saysSo_whenItHasNoPictures() throws Exception {
        Figure figure =
                ImageGrid.of("Mistakes").images(List.of()).captions(List.of()).figure();
        List<String> texts =
                FigureTest.texts(FigureTest.parsed(figure.svg().orElseThrow()).getDocumentElement());
        assertTrue(texts.contains("no pictures"), texts.toString());
        assertEquals("No pictures.", figure.alt());
        assertTrue(figure.png().length > 0);
    }

    @Test
    void grid_marksMistakes_inWordsToo() throws Exception {
        BufferedImage picture = Pixels.grey(new float[] {1}, 1, 1);
        Figure figure = ImageGrid.of("a")
                .images(List.of(picture, picture))
                .captions(List.of("4 → 9", "3"))
                .emphasis(Set.of(0))
                .figure();
        List<String> texts =
                FigureTest.texts(FigureTest.parsed(figure.svg().orElseThrow()).getDocumentElement());
        assertTrue(texts.contains("✗ 4 → 9") && texts.contains("3"), texts.toString());
        assertTrue(figure.text().contains("✗ 4 → 9"), figure.text());
    }

    @Test
    void grid_refusesMissingCaptions_andUselessSizes() {
        BufferedImage picture = Pixels.grey(new float[] {1}, 1, 1);
        assertThrows(IllegalArgumentException.class, () -> ImageGrid.of("a")
                .images(List.of(picture, picture))
                .captions(List.of("one"))
                .figure());
        assertThrows(IllegalArgumentException.class, () -> ImageGrid.of("a").columns(0));
        assertThrows(IllegalArgumentException.class, () -> ImageGrid.of("a").scale(1));
    }

    private static ScatterPlot cloud(int n) {
        return ScatterPlot.of("a")
                .points(IntStream.range(0, n)
                        .mapToObj(i -> new double[] {Math.sin(i), Math.cos(i * 1.7)})
                        .toArray(double[][]::new));
    }

    /** Solid curves and their keys are the only lines as thick as this; the key is one of them. */
    private static int curves(LineChart chart) {
        return chart.figure().svg().orElseThrow().split("stroke-width=\"2.5\"", -1).length - 2;
    }

    private static double place(org.w3c.dom.Node node, String attribute) {
        return Double.parseDouble(((Element) node).getAttribute(attribute));
    }

    private static int first(BufferedImage pixels, int x, Color colour) {
        for (int y = 0; y < pixels.getHeight(); y++) {
            if (new Color(pixels.getRGB(x, y)).equals(colour)) {
                return y;
            }
        }
        return -1;
    }

    /** Looks for a colour, or what a picture of one byte a pixel makes of it. */
    private static boolean holds(BufferedImage pixels, Color colour) {
        return IntStream.range(0, pixels.getWidth() * pixels.getHeight())
                .map(i -> pixels.getRGB(i % pixels.getWidth(), i / pixels.getWidth()))
                .anyMatch(rgb -> Indexed.distance(rgb, colour.getRGB()) <= Indexed.TOLERANCE);
    }
}
