package dev.crema.figures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class FigureTest {
    private static final String ATTACK = "<script>alert(1)</script> & \"'\u0000";

    /** One figure of each kind, with hostile words in it. */
    static List<Figure> each() {
        double[] xs = {1, 2, 3};
        double[] ys = {0.9, Double.NaN, 0.2};
        BufferedImage picture = Pixels.grey(new float[] {0, 0.5f, 0.7f, 1}, 2, 2);
        Figure line = LineChart.of(ATTACK)
                .x(ATTACK)
                .y(ATTACK)
                .line(ATTACK, xs, ys)
                .faint(ATTACK, xs, ys)
                .marker(2, ATTACK)
                .star(3, 0.2, ATTACK)
                .figure();
        Figure points = ScatterPlot.of(ATTACK)
                .points(new double[][] {{1, 2}, {2, 1}, {Double.NaN, 0}})
                .colouredBy(new int[] {0, 1, 1}, List.of(ATTACK, "b"))
                .thumbnails(List.of(picture, picture, picture))
                .figure();
        Figure values = ScatterPlot.of("values")
                .points(new double[][] {{1, 2}, {2, 1}})
                .colouredBy(new double[] {0, Double.NaN}, ATTACK)
                .figure();
        Figure cells = HeatMap.of(ATTACK)
                .values(new double[][] {{1, Double.NaN}, {-3, 4}})
                .rows(List.of(ATTACK, "b"))
                .columns(List.of("c", ATTACK))
                .unit(ATTACK)
                .diverging()
                .numbers("%.1f<")
                .figure();
        Figure bars = BarChart.of(ATTACK)
                .bars(List.of(ATTACK, "b"), new double[] {1, -2})
                .x(ATTACK)
                .y(ATTACK)
                .figure();
        Figure grid = ImageGrid.of(ATTACK)
                .images(List.of(picture, picture))
                .captions(List.of(ATTACK, "b"))
                .emphasis(Set.of(1))
                .figure();
        return List.of(line, points, values, cells, bars, grid, Figure.beside(ATTACK, ATTACK, line, cells, grid));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t"})
    void figure_isRefused_withoutTitleOrAlt(String blank) {
        String title = assertThrows(IllegalArgumentException.class, () -> Figure.of(blank, "words", 1, 1, c -> {}))
                .getMessage();
        String alt = assertThrows(IllegalArgumentException.class, () -> Figure.of("title", blank, 1, 1, c -> {}))
                .getMessage();

        assertTrue(title.contains("title"), title);
        assertTrue(alt.contains("alternative text"), alt);
        assertThrows(
                IllegalArgumentException.class,
                () -> LineChart.of("Loss").alt(blank).figure());
        assertThrows(IllegalArgumentException.class, () -> LineChart.of(blank).figure());
    }

    @ParameterizedTest
    @MethodSource("each")
    void figure_encodesToTheSameBytes_twice(Figure figure) {
        assertArrayEquals(figure.png(), figure.png());
        assertEquals(figure.svg(), figure.svg());
        assertEquals(figure.html(), figure.html());
        assertEquals(figure.text(), figure.text());
    }

    @ParameterizedTest
    @MethodSource("each")
    void svg_isWellFormed_andItsTextIsText(Figure figure) throws Exception {
        Element svg = parsed(figure.svg().orElseThrow()).getDocumentElement();

        assertEquals("img", svg.getAttribute("role"));
        String[] described = svg.getAttribute("aria-labelledby").split(" ");
        assertEquals(described[0], ((Element) svg.getElementsByTagName("title").item(0)).getAttribute("id"));
        assertEquals(described[1], ((Element) svg.getElementsByTagName("desc").item(0)).getAttribute("id"));
        assertEquals(0, svg.getElementsByTagName("script").getLength());
        String title = figure.title().replace('\u0000', '\uFFFD');
        assertEquals(title, svg.getElementsByTagName("title").item(0).getTextContent());
        assertTrue(texts(svg).contains(title), texts(svg).toString());
    }

    @ParameterizedTest
    @MethodSource("each")
    void svg_refersOnlyToItself(Figure figure) throws Exception {
        Document document = parsed(figure.svg().orElseThrow());
        NodeList all = document.getElementsByTagName("*");
        Set<String> ids = new HashSet<>();
        List<String> references = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            assertTrue(
                    element.getAttribute("id").isEmpty() || ids.add(element.getAttribute("id")),
                    "each id once: " + element.getAttribute("id"));
            references.add(element.getAttribute("href"));
            references.add(element.getAttribute("clip-path").replaceAll("url\\((.*)\\)", "$1"));
        }
        references.removeIf(reference -> reference.isEmpty() || reference.startsWith("data:image/png;base64,"));
        for (String reference : references) {
            assertTrue(ids.contains(reference.substring(1)), reference);
        }
    }

    @Test
    void svg_sharesNoNames_withAnotherFigure() {
        List<Figure> figures = each();
        Pattern name = Pattern.compile("(?:id|class)=\"(crema-[^\"]*)\"");
        Set<String> seen = new HashSet<>();
        for (Figure figure : figures) {
            Set<String> own = new HashSet<>();
            Matcher matcher = name.matcher(figure.svg().orElseThrow());
            while (matcher.find()) {
                own.add(matcher.group(1));
            }
            for (String one : own) {
                assertTrue(seen.add(one), "also in another figure: " + one);
            }
        }
    }

    @Test
    void svg_isEmpty_whenItWouldBeLarge_butIsSavedWhenAskedFor(@TempDir Path folder) throws Exception {
        Figure figure = Figure.of("Much", "Many lines.", 100, 100, canvas -> {
            for (int i = 0; i < 5000; i++) {
                canvas.line(0, i / 50.0, 100, i / 50.0, Pen.of(Theme::ink, 1));
            }
        });

        assertTrue(figure.svg().isEmpty());
        assertTrue(figure.html().contains("src=\"data:image/png;base64,"));
        figure.save(folder.resolve("much.svg"));
        Document saved = parsed(Files.readString(folder.resolve("much.svg")));
        assertEquals(5000, saved.getElementsByTagName("path").getLength());
    }

    @ParameterizedTest
    @MethodSource("each")
    void html_escapesWhateverItIsGiven(Figure figure) throws Exception {
        String html = figure.still().html();

        assertFalse(html.contains("<script"), html);
        Element root = parsed(html).getDocumentElement();
        assertEquals("crema-figure", root.getAttribute("class"));
        Element image = (Element) root.getElementsByTagName("img").item(0);
        assertEquals(figure.alt().replace('\u0000', '\uFFFD'), image.getAttribute("alt"));
        String source = image.getAttribute("src");
        String svg = new String(
                Base64.getDecoder().decode(source.substring(source.indexOf(',') + 1)), StandardCharsets.UTF_8);
        assertEquals(figure.svg().orElseThrow(), svg);
    }

    @Test
    void html_capsItsTable_andSaysSo() throws Exception {
        String[][] rows = new String[60][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new String[] {"<b>" + i, "v"};
        }
        String html = Figure.of("Title", "Words.", 10, 10, canvas -> {})
                .numbers(Numbers.of("Values", List.of("name", "value"), rows))
                .html();

        Element table = (Element)
                parsed(html).getDocumentElement().getElementsByTagName("tbody").item(0);
        assertEquals(50, table.getElementsByTagName("tr").getLength());
        assertEquals("<b>0", table.getElementsByTagName("td").item(0).getTextContent());
        assertTrue(html.contains("Values (50 of 60 rows)"), html);
    }

    @Test
    void png_isTwiceTheNominalSize_onThePaperOfItsTheme() throws IOException {
        Figure figure = each().get(0);
        BufferedImage light = ImageIO.read(new ByteArrayInputStream(figure.png()));
        BufferedImage dark = ImageIO.read(new ByteArrayInputStream(figure.png(Theme.dark())));

        assertEquals(2 * figure.width(), light.getWidth());
        assertEquals(2 * figure.height(), light.getHeight());
        assertEquals(Theme.light().paper(), new Color(light.getRGB(0, 0)));
        assertEquals(Theme.dark().paper(), new Color(dark.getRGB(0, 0)));
    }

    @Test
    void painting_reachesPixelsAndSvgAlike() throws Exception {
        Tone red = Tone.of(Color.RED);
        Figure figure = Figure.of(
                "Square",
                "A red square.",
                300,
                50,
                canvas -> canvas.shifted(
                        10, 10, moved -> moved.clipped(0, 0, 20, 20, clip -> clip.rectangle(-50, -50, 200, 200, red))));
        BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(figure.png()));

        int reds = 0;
        for (int y = 0; y < pixels.getHeight(); y++) {
            for (int x = 0; x < pixels.getWidth(); x++) {
                reds += new Color(pixels.getRGB(x, y)).equals(Color.RED) ? 1 : 0;
            }
        }
        assertEquals(40 * 40, reds);
        assertTrue(figure.svg().orElseThrow().contains("fill:#ff0000"));
    }

    @Test
    void beside_wrapsAndHoldsAllParts() {
        Figure part = Figure.of("Part", "A part.", 300, 100, canvas -> {})
                .numbers(Numbers.of("n", List.of("a"), new String[][] {{"1"}}));
        Figure two = Figure.beside("All", "Two parts.", part, part);
        Figure four = Figure.beside("All", "Four parts.", part, part, part, part);

        assertTrue(two.width() >= 2 * part.width());
        assertTrue(four.width() < 4 * part.width());
        assertTrue(four.height() >= 2 * part.height());
        assertTrue(four.text().startsWith("Four parts."), four.text());
        assertEquals(4, four.html().split("<table>", -1).length - 1);
        assertThrows(IllegalArgumentException.class, () -> Figure.beside("All", "None."));
    }

    @Test
    void save_writesWhatTheNameEndsIn(@TempDir Path folder) throws Exception {
        Figure figure = each().get(0);
        figure.save(folder.resolve("a.png"));
        figure.save(folder.resolve("a.SVG"));
        figure.save(folder.resolve("a.html"));

        assertArrayEquals(figure.png(), Files.readAllBytes(folder.resolve("a.png")));
        assertEquals(figure.svg().orElseThrow(), Files.readString(folder.resolve("a.SVG")));
        assertTrue(Files.readString(folder.resolve("a.html")).contains(figure.html()));
    }

    @Test
    void save_saysWhatIsWrong(@TempDir Path folder) {
        Figure figure = each().get(0);
        String ending = assertThrows(IllegalArgumentException.class, () -> figure.save(folder.resolve("a.jpg")))
                .getMessage();
        String place = assertThrows(UncheckedIOException.class, () -> figure.save(folder.resolve("none/a.png")))
                .getMessage();

        assertTrue(ending.contains("a.jpg") && ending.contains(".svg, .png or .html"), ending);
        assertTrue(place.contains("none") && place.contains("folder exists"), place);
        assertFalse(Files.exists(folder.resolve("a.jpg")));
    }

    @Test
    void size_isRefused_whenNothingCouldBeDrawn() {
        assertThrows(IllegalArgumentException.class, () -> Figure.of("a", "b", 0, 10, canvas -> {}));
        assertThrows(IllegalArgumentException.class, () -> Figure.of("a", "b", 10, Double.NaN, canvas -> {}));
        assertThrows(IllegalArgumentException.class, () -> Figure.of("a", "b", 1e6, 1e6, canvas -> {}));
    }

    @Test
    void coordinates_haveTwoDecimals() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(6));
            String text = Vector.number(value);
            assertEquals(value, Double.parseDouble(text), 0.005000001, text);
            assertTrue(text.matches("-?\\d*(\\.\\d?[1-9])?") && !text.isEmpty(), text);
        }
        assertEquals("0", Vector.number(-0.001));
        assertThrows(IllegalArgumentException.class, () -> Vector.number(Double.NaN));
    }

    @Test
    void letters_ofTheCourse_areInTheBundledFont() {
        String needed = "Aé ß θλσμΔ ∑∂∇√≤≥≠≈∞×÷−±·°→←↑↓✓✗★▁▂▃▄▅▆▇█⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀₁₂ℓℝ…“”’–—\u202F";
        assertEquals("DejaVu Sans", Typeface.font(needed, 12, false).getFontName());
        assertEquals("DejaVu Sans Bold", Typeface.font(needed, 12, true).getFontName());
        assertNotEquals("DejaVu Sans", Typeface.font("数字", 12, false).getFontName());
    }

    static Document parsed(String xml) throws Exception {
        javax.xml.parsers.DocumentBuilder builder =
                javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder();
        builder.setErrorHandler(null);
        return builder.parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    static List<String> texts(Element svg) {
        NodeList nodes = svg.getElementsByTagName("text");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }
}
