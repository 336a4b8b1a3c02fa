package dev.crema.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NDArrayViewTest {
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager(ai.djl.Device.cpu());
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static String text(NDArray array) {
        return new NDArrayView().of(array).text();
    }

    @Test
    void looking_changesNothing() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray outside = manager.arange(-50f, 734f).reshape(1, 28, 28);
            float[] before = outside.toFloatArray();
            ArrayPicture.of(outside, "numbers outside [0, 1]").orElseThrow();
            assertArrayEquals(before, outside.toFloatArray());
        }
    }

    @Test
    void matrix_hasShapeTypeDeviceSpreadAndValues() {
        NDArray array = manager.create(new float[] {1, 2, 3, 4.5f}, new Shape(2, 2));
        assertEquals(
                "NDArray  [2, 2]  float32  cpu()  min 1, mean 2.625, max 4.5\n[[1.0000, 2.0000],\n [3.0000, 4.5000]]",
                text(array));
        assertTrue(new NDArrayView().of(array).data().get(Bundle.HTML).contains("<td>4.5000</td>"));
    }

    @Test
    void notNumbers_areCounted_andLeftOutOfTheSpread() {
        assertTrue(text(manager.create(new float[] {1, Float.NaN, 3})).contains("min 1, mean 2, max 3, 1 NaN"));
        assertTrue(text(manager.create(new float[] {Float.NaN})).contains("  1 NaN\n[NaN]"));
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT16", "FLOAT32", "FLOAT64", "UINT8", "INT8", "INT32", "INT64"})
    void everyType_isShown(DataType type) {
        String text = text(manager.ones(new Shape(2)).toType(type, false));
        assertTrue(text.contains(type.toString()), text);
        assertTrue(text.endsWith("min 1, mean 1, max 1\n[1, 1]"), text);
    }

    @Test
    void truthValues_areCounted() {
        assertEquals(
                "NDArray  [2]  boolean  cpu()  1 true\n[true, false]",
                text(manager.create(new boolean[] {true, false})));
    }

    @Test
    void scalarAndEmptyArray_areShown() {
        assertTrue(text(manager.create(3.5f)).endsWith("\n3.5000"));
        assertEquals("NDArray  [0, 3]  float32  cpu()\n[]", text(manager.create(new Shape(0, 3))));
    }

    @Test
    void closedArray_saysSo() {
        NDArray array = manager.ones(new Shape(2));
        array.close();
        assertTrue(text(array).startsWith("NDArray, closed"), text(array));
    }

    @Test
    void gradient_isMentioned() {
        NDArray array = manager.ones(new Shape(2));
        array.setRequiresGradient(true);
        assertTrue(text(array).contains("with gradient"), text(array));
    }

    @Test
    void largeArray_isCutAndCounted_withoutCopyingItToJava() {
        NDArray array = manager.zeros(new Shape(1000, 1000, 20)); // 80 MB
        Bundle bundle = new NDArrayView().of(array);
        assertTrue(bundle.text().length() < 3000, bundle.text());
        assertTrue(bundle.text().endsWith("… 999 more]"), bundle.text());
    }

    @Test
    void shownArrays_leaveNothingInTheirManager() {
        NDArray numbers = manager.create(new float[] {-1, Float.NaN, 3});
        NDArray whole = manager.arange(10);
        NDArray images = manager.randomUniform(-1, 2, new Shape(5, 3, 16, 16));
        NDArray matrix = manager.randomNormal(new Shape(20, 20));
        NDArray bits = matrix.gt(0);
        for (NDArray array : new NDList(numbers, whole, images, matrix, bits)) {
            int before = manager.getManagedArrays().size();
            new NDArrayView().of(array);
            assertEquals(before, manager.getManagedArrays().size(), "after " + NDArrayView.head(array));
        }
    }

    @Test
    void batchOfImages_isAGrid() {
        Bundle bundle = new NDArrayView().of(manager.randomUniform(0, 1, new Shape(50, 1, 8, 8)));
        assertTrue(bundle.data().containsKey(Bundle.PNG));
        String svg = bundle.data().get(Bundle.SVG);
        assertEquals(30, svg.split("<image ", -1).length - 1, "thirty of the fifty images");
        assertTrue(svg.contains("30 of 50 shown"));
        String html = bundle.data().get(Bundle.HTML);
        assertTrue(html.startsWith("<p>NDArray  [50, 1, 8, 8]  float32  cpu()  min "), html.substring(0, 100));
        assertTrue(bundle.text().startsWith("NDArray  [50, 1, 8, 8]  float32"), bundle.text());
    }

    @Test
    void image_keepsItsPixels() throws IOException {
        NDArray image = manager.zeros(new Shape(1, 8, 8));
        image.set(new ai.djl.ndarray.index.NDIndex("0, 0, 0"), 1f);
        BufferedImage picture = png(new NDArrayView().of(image));
        // below title and margin the picture begins with its one white pixel, many pixels large
        int y = 0;
        while ((picture.getRGB(picture.getWidth() / 2, y) & 0xFFFFFF) != 0) {
            y++;
        }
        int x = picture.getWidth() / 2;
        while (x > 0 && (picture.getRGB(x, y + 2) & 0xFFFFFF) == 0) {
            x--;
        }
        assertEquals(0xFFFFFF, picture.getRGB(x, y + 2) & 0xFFFFFF);
        assertEquals(0x000000, picture.getRGB(x + 4, y + 2) & 0xFFFFFF);
    }

    @Test
    void matrixWithNegativeNumbers_isBlueAndOrangeAboutWhite() throws IOException {
        NDArray matrix = manager.zeros(new Shape(16, 16));
        matrix.set(new ai.djl.ndarray.index.NDIndex("0:8"), -1f);
        matrix.set(new ai.djl.ndarray.index.NDIndex("8:16"), 1f);
        BufferedImage picture = png(new NDArrayView().of(matrix));
        int middle = picture.getWidth() / 2;
        int blue = picture.getRGB(middle, picture.getHeight() / 2 - 60);
        int orange = picture.getRGB(middle, picture.getHeight() - 60);
        assertTrue((blue & 0xFF) > (blue >> 16 & 0xFF), Integer.toHexString(blue));
        assertTrue((orange & 0xFF) < (orange >> 16 & 0xFF), Integer.toHexString(orange));
    }

    @Test
    void name_isEscaped() {
        NDArray image = manager.zeros(new Shape(1, 8, 8));
        image.setName("<script>");
        assertFalse(new NDArrayView().of(image).data().get(Bundle.HTML).contains("<script"));
    }

    @Test
    void weightsAndScores_areNoPictures() {
        assertFalse(new NDArrayView().of(manager.ones(new Shape(64, 10))).data().containsKey(Bundle.PNG));
        assertFalse(
                new NDArrayView().of(manager.ones(new Shape(6, 1, 5, 5))).data().containsKey(Bundle.PNG));
    }

    @Test
    void list_hasALineForEachArray() {
        NDArray closed = manager.ones(new Shape(1));
        closed.close();
        assertEquals(
                "NDList of 2\n0  NDArray  [2]  float32  cpu()  min 1, mean 1, max 1\n1  NDArray, closed",
                new NDListView()
                        .of(new NDList(manager.ones(new Shape(2)), closed))
                        .text());
    }

    private static BufferedImage png(Bundle bundle) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(
                Base64.getDecoder().decode(bundle.data().get(Bundle.PNG))));
    }
}
