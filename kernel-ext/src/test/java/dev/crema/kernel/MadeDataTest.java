package dev.crema.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.datasets.Curve;
import dev.crema.datasets.DigitScenes;
import dev.crema.datasets.Episode;
import dev.crema.datasets.FashionMnist;
import dev.crema.datasets.LabelledImages;
import dev.crema.datasets.Mnist;
import dev.crema.datasets.PlantedBackgrounds;
import dev.crema.datasets.Points;
import dev.crema.datasets.Samples;
import dev.crema.datasets.SceneObject;
import dev.crema.datasets.SceneOptions;
import dev.crema.datasets.Scenes;
import dev.crema.figures.Figure;
import dev.crema.figures.Theme;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MadeDataTest {
    private static final Pattern LONG_PATH = Pattern.compile(" d=\"[^\"]{1000,}\"");
    private static final LabelledImages DIGITS = Mnist.load().validation();

    static List<Object> values() {
        return List.of(
                Points.twoMoons(200, 0.1, 1),
                Samples.of(Curve.SINE, 50, 0.2, 1),
                new Samples(new float[] {1, 2}, new float[] {3, 4}, "mine"),
                DigitScenes.of(DIGITS, 8, 1),
                PlantedBackgrounds.of(FashionMnist.load(), 0.95, 1, 7, 9),
                Episode.of(DIGITS, 5, 1, 3, 1));
    }

    @ParameterizedTest
    @MethodSource("values")
    void lastExpression_isAFigureWithWords(Object value) {
        Renderer renderer = new Renderer();
        new Renderers().register(renderer);
        DisplayData data = renderer.render(value);
        String text = (String) data.getData(MIMEType.parse(Bundle.TEXT));
        assertFalse(text.contains("not shown"), text);
        assertFalse(text.contains("NaN"), text);
        assertTrue(data.getData(MIMEType.parse(Bundle.HTML)).toString().contains("<img alt=\""));
        assertTrue(data.getData(MIMEType.parse(Bundle.PNG)).toString().startsWith("iVBORw0KGgo"));
    }

    @Test
    void points_areCountedByClass() {
        Figure figure = MadeData.of(Points.xor(6, 0, 1));
        assertEquals(
                "6 points of 2 classes (made: XOR, noise 0.0, seed 1) over x and y: 3 same sign, 3 different signs.",
                figure.alt());
        assertTrue(figure.svg().orElseThrow().contains(">different signs (3)</text>"));
    }

    @Test
    void points_standOverTheNamesOfTheirAxes() {
        Figure figure = MadeData.of(Points.willIPass(40, 1));
        for (String axis : List.of("lectures attended", "hours spent on the project")) {
            assertTrue(
                    figure.svg().orElseThrow().contains(">" + axis + "</text>"),
                    figure.svg().orElseThrow());
        }
    }

    @Test
    void samples_areDots_andTheFunctionALine_whereItIsKnown() {
        Figure known = MadeData.of(Samples.of(Curve.ABSOLUTE, 20, 0.1, 1));
        Figure unknown = MadeData.of(new Samples(new float[] {1, 2, 4}, new float[] {3, 4, 3}, "mine"));
        assertEquals("Samples of a function (the thin line)", known.title());
        assertTrue(known.alt().startsWith("20 samples (made: absolute, noise 0.1, seed 1)"), known.alt());
        assertEquals("Samples of a function", unknown.title());
        assertTrue(unknown.alt().endsWith("x from 1 to 4, y from 3 to 4."), unknown.alt());
        // the function has hundreds of corners; samples that were joined would make a line, too
        assertTrue(LONG_PATH.matcher(known.svg().orElseThrow()).find());
        Figure many = MadeData.of(new Samples(new float[300], new float[300], "mine"));
        assertFalse(LONG_PATH.matcher(many.svg().orElseThrow()).find(), "samples are not joined");
    }

    @Test
    void scenes_areShownWithTheirCaptions_andFramedByTheirBoxes() throws IOException {
        Scenes scenes = DigitScenes.of(
                DIGITS, 1, SceneOptions.defaults().withDigits(1, 1).gray().plain(), 1);
        Figure figure = ScenePictures.of(scenes);
        assertTrue(figure.text().contains(scenes.captions().get(0)), figure.text());
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(figure.png(Theme.light())));
        int left = Integer.MAX_VALUE;
        int right = -1;
        int top = Integer.MAX_VALUE;
        int bottom = -1;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if ((image.getRGB(x, y) & 0xFFFFFF) == 0xFF00FF) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        SceneObject box = scenes.scenes().get(0).objects().get(0);
        double shape = (double) box.width() / box.height();
        assertEquals(shape, (right - left + 1.0) / (bottom - top + 1), 0.05, "the box has its shape");
    }
}
