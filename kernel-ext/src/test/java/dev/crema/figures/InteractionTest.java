package dev.crema.figures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class InteractionTest {
    private static final String ATTACK = "</script><script>alert(1)</script><!--\u2028\"'&";

    private static Figure square(double side) {
        return Figure.of(ATTACK, ATTACK, side, side, canvas -> canvas.rectangle(0, 0, side, side, Theme::ink));
    }

    private static BufferedImage grey(int side, float brightness) {
        float[] pixels = new float[side * side];
        Arrays.fill(pixels, brightness);
        return Pixels.grey(pixels, side, side);
    }

    private static JsonObject data(Figure figure) {
        return data(figure.html());
    }

    private static JsonObject data(String html) {
        Matcher script =
                Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(html);
        assertTrue(script.find(), html);
        String call = script.group(1);
        String json = call.substring(call.lastIndexOf("(document.currentScript, ") + 25, call.lastIndexOf(");"));
        assertFalse(script.find(), "one script");
        return JsonParser.parseString(json).getAsJsonObject();
    }

    @Test
    void frames_areOneScript_howeverHostileTheirNames() {
        Figure figure = square(20).frames(List.of(ATTACK, "b"), List.of(square(30), square(40)));

        String html = figure.html();
        assertEquals(2, html.split("<script", -1).length, html);
        assertEquals(2, html.split("</script", -1).length, html);
        assertFalse(html.contains("<!--"), html);
        JsonObject first = data(figure).getAsJsonArray("frames").get(0).getAsJsonObject();
        assertEquals(ATTACK, first.get("name").getAsString());
        assertEquals(ATTACK, first.get("alt").getAsString());
        assertEquals(square(30).width(), first.get("width").getAsInt());
    }

    @Test
    void interaction_changesNeitherPicture_norText() {
        Figure still = square(20);
        Figure figure = still.frames(List.of("a"), List.of(square(30)));

        assertArrayEquals(still.png(), figure.png());
        assertEquals(still.svg(), figure.svg());
        assertEquals(still.text(), figure.text());
        assertEquals(still.html(), figure.still().html());
        assertEquals(still.html(), figure.html().replaceAll("(?s)<script>.*</script>\n", ""));
    }

    @Test
    void interaction_staysWithTheFigure_whateverIsAddedLater() {
        Figure figure = square(20).frames(List.of("a"), List.of(square(30)));

        assertTrue(figure.detail("more").html().contains("<script>"));
        assertTrue(figure.bitmapOnly().html().contains("<script>"));
        assertTrue(figure.numbers(Numbers.of("n", List.of("a"), new String[][] {{"1"}}))
                .html()
                .contains("<script>"));
    }

    @Test
    void frames_areThinnedOut_andSaySo() {
        List<Figure> many = IntStream.range(0, 1000).mapToObj(i -> square(20)).toList();
        List<String> names =
                IntStream.range(0, 1000).mapToObj(i -> "epoch " + i).toList();

        JsonObject data = data(square(20).frames(names, many));

        assertEquals(Frames.MOST, data.getAsJsonArray("frames").size());
        assertEquals(1000, data.get("all").getAsInt());
        assertEquals("epoch 0", name(data, 0));
        assertEquals("epoch 999", name(data, Frames.MOST - 1));
    }

    @Test
    void frames_refuseWhatDoesNotFit() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> square(20).frames(List.of("a"), List.of()))
                .getMessage();
        assertTrue(message.contains("1 names for 0 frames"), message);
        assertThrows(IllegalArgumentException.class, () -> Filmstrip.of("a", "epoch", List.of()));
    }

    @Test
    void filmstrip_showsFirstAndLast_andHoldsAll() {
        List<Figure> frames = IntStream.range(0, 30)
                .mapToObj(i -> Figure.of("t" + i, "alt " + i, 20, 20, canvas -> {}))
                .toList();

        Figure strip = Filmstrip.of("Boundary", "epoch", frames).draw();

        assertTrue(strip.alt().contains("30 frames, from epoch 1 to epoch 30"), strip.alt());
        assertTrue(strip.alt().contains("alt 29"), strip.alt());
        assertTrue(strip.text().contains("epoch 1\n") && strip.text().contains("epoch 30\n"), strip.text());
        assertFalse(strip.text().contains("epoch 2\n"), strip.text());
        assertEquals(30, data(strip).getAsJsonArray("frames").size());
        assertEquals(
                strip.html(), Filmstrip.of("Boundary", "epoch", frames).draw().html());
    }

    @Test
    void thumbnails_holdEachPointsPicture_atItsPlace() throws IOException {
        List<BufferedImage> pictures = List.of(grey(4, 0), grey(4, 0.5f), grey(4, 1));
        Figure figure = ScatterPlot.of("map")
                .points(new double[][] {{0, 0}, {Double.NaN, 0}, {1, 1}})
                .colouredBy(new int[] {0, 0, 1}, List.of(ATTACK, "b"))
                .thumbnails(pictures)
                .figure();

        JsonObject data = data(figure);

        assertEquals(ATTACK, data.getAsJsonArray("names").get(0).getAsString());
        int[][] spots = new Gson().fromJson(data.get("spots"), int[][].class);
        assertEquals(2, spots.length, "the point without a place has no spot");
        assertEquals(2, spots[1][2], "the number in the data");
        assertTrue(spots[0][0] < spots[1][0] && spots[0][1] > spots[1][1], "y grows downwards in a figure");
        // the point's own marker lies where its spot is
        BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(figure.png()));
        assertFalse(drawn.getRGB(2 * spots[0][0] + 1, 2 * spots[0][1] + 1)
                == Theme.light().paper().getRGB());
        BufferedImage sprite = sprite(data);
        int side = data.get("side").getAsInt();
        assertEquals(4, side);
        assertEquals(0xFF000000, sprite.getRGB(1, 1));
        assertEquals(0xFFFFFFFF, sprite.getRGB(side + 1, 1));
    }

    @Test
    void thumbnails_ofManyLargePictures_areFewer_andSmaller() throws IOException {
        Random random = new Random(1);
        List<BufferedImage> pictures = new ArrayList<>();
        double[][] points = new double[900][];
        for (int i = 0; i < points.length; i++) {
            float[] pixels = new float[40 * 40];
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] = random.nextFloat();
            }
            pictures.add(Pixels.grey(pixels, 40, 40));
            points[i] = new double[] {i, i};
        }

        JsonObject data =
                data(ScatterPlot.of("map").points(points).thumbnails(pictures).figure());

        assertEquals(Thumbnails.SIDE, data.get("side").getAsInt());
        int shown = data.getAsJsonArray("spots").size();
        assertTrue(shown > 100 && shown < points.length, "noise does not compress: " + shown);
        assertTrue(data.get("sprite").getAsString().length() < 850_000);
        assertTrue(sprite(data).getWidth() >= Math.sqrt(shown) * Thumbnails.SIDE);
    }

    @Test
    void beside_keepsThePlayerOfEachPart_namedByItsTitle() {
        Figure plain = Figure.of("Plain", "No player.", 20, 20, canvas -> {});
        Figure first = plain.titled(ATTACK).frames(List.of("epoch 1"), List.of(square(30)));
        Figure second = plain.titled("Second").frames(List.of("epoch 2"), List.of(square(30)));

        String html =
                Figure.beside("Both", "Two players.", first, plain, second).html();

        List<String> scripts = html.lines()
                .filter(line -> line.contains("(document.currentScript, "))
                .toList();
        assertEquals(2, scripts.size(), html);
        assertEquals(3, html.split("<script", -1).length, html);
        JsonObject data = data(html.substring(html.lastIndexOf("<script>")));
        assertEquals("Second, epoch 2", name(data, 0));
        assertEquals(
                ATTACK + ", epoch 1",
                name(data(html.substring(html.indexOf("<script>"), html.lastIndexOf("<script>"))), 0));
    }

    @Test
    void beside_keepsThumbnails_atTheirPointsPlace_underWhateverTitle() throws IOException {
        List<BufferedImage> pictures = List.of(grey(4, 0), grey(4, 0.5f));
        Figure map = ScatterPlot.of("map")
                .points(new double[][] {{0, 0}, {1, 1}})
                .thumbnails(pictures)
                .figure();
        Figure plain = Figure.of("Plain", "Nothing.", 50, 70, canvas -> {});
        Figure four = Figure.beside("Four", "Two maps.", plain, map, map, plain)
                .titled("A title so long that it needs a second line, which moves all that lies below it: ".repeat(4));

        JsonObject data = data(four);

        int[][] alone = new Gson().fromJson(data(map).get("spots"), int[][].class);
        int[][] spots = new Gson().fromJson(data.get("spots"), int[][].class);
        assertEquals(4, spots.length);
        assertEquals(four.width(), data.get("width").getAsInt());
        assertEquals(spots[1][0] - spots[0][0], alone[1][0] - alone[0][0]);
        assertTrue(spots[2][0] < spots[0][0] && spots[2][1] > spots[0][1], "the second map begins the second row");
        BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(four.png()));
        BufferedImage one = ImageIO.read(new ByteArrayInputStream(map.png()));
        for (int i = 0; i < 4; i++) {
            // the frame and the picture around the point are those of the map alone
            for (int d = -20; d <= 20; d++) {
                assertEquals(
                        one.getRGB(2 * alone[i % 2][0] + d, 2 * alone[i % 2][1] + 5),
                        drawn.getRGB(2 * spots[i][0] + d, 2 * spots[i][1] + 5),
                        "point " + i + ", " + d);
            }
        }
    }

    private static BufferedImage sprite(JsonObject data) throws IOException {
        String address = data.get("sprite").getAsString();
        byte[] png = Base64.getDecoder().decode(address.substring(address.indexOf(',') + 1));
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static String name(JsonObject data, int frame) {
        return data.getAsJsonArray("frames")
                .get(frame)
                .getAsJsonObject()
                .get("name")
                .getAsString();
    }
}
