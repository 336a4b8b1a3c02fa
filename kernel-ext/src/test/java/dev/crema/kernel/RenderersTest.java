package dev.crema.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import dev.crema.datasets.LabelledImages;
import dev.crema.datasets.Photo;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.layers.Layers;
import dev.crema.models.LeNet;
import java.awt.image.BufferedImage;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.common.Image;
import org.dflib.jjava.jupyter.kernel.display.common.Text;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Through the kernel's own renderer, as a cell's last value is shown. */
class RenderersTest {
    private final Renderer renderer = new Renderer();
    private final Renderers renderers = new Renderers();

    @BeforeEach
    void register() {
        Image.registerAll(renderer); // as the kernel does
        Text.registerAll(renderer);
        renderers.register(renderer);
    }

    private String form(Object value, String type) {
        DisplayData data = renderer.render(value);
        Object form = data.getData(MIMEType.parse(type));
        return form == null ? "" : form.toString();
    }

    private String text(Object value) {
        return form(value, Bundle.TEXT);
    }

    @Test
    void drawable_hasAllForms() {
        Drawable line = () -> Figure.of("A line", "A line from left to right.", 100, 50, canvas -> {});
        assertEquals("A line from left to right.", text(line));
        assertTrue(form(line, Bundle.HTML).contains("alt=\"A line from left to right.\""));
        assertTrue(form(line, Bundle.PNG).startsWith("iVBORw0KGgo"), "PNG in base64 on one line");
        assertTrue(form(line, Bundle.SVG).startsWith("<svg "));
    }

    @Test
    void drawableThatFails_saysWhy() {
        Drawable broken = () -> {
            throw new NoSuchMethodError("gone");
        };
        assertTrue(text(broken).endsWith(": not shown, because java.lang.NoSuchMethodError: gone"), text(broken));
    }

    @Test
    void errorInToString_isShown_notThrown() {
        Object broken = new Object() {
            @Override
            public String toString() {
                throw new UnsatisfiedLinkError("no djl_torch in java.library.path");
            }
        };
        assertTrue(text(broken).contains("UnsatisfiedLinkError"), text(broken));
        assertTrue(text(broken).contains("Hint: the native PyTorch library is missing"), text(broken));
    }

    @Test
    void endlessToString_isShown_notThrown() {
        Object deep = new Object() {
            @Override
            public String toString() {
                return this + "!";
            }
        };
        assertTrue(text(deep).contains("StackOverflowError"), text(deep));
    }

    @Test
    void errorWhoseMessageFails_isNamed() {
        class Evil extends Error {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                throw new Error();
            }
        }
        assertTrue(text(new Evil()).endsWith("Evil"), text(new Evil()));
    }

    @Test
    void longWords_areCutAndCounted() {
        String text = text(List.of("x".repeat(100_000)));
        assertTrue(text.endsWith("more characters"), text.substring(text.length() - 50));
        assertTrue(text.length() < 30_000);
    }

    @Test
    void ordinaryValues_areShownAsBefore() {
        assertEquals("3", text(3));
        assertEquals("[1, 2]", text(List.of(1, 2)));
        assertEquals("<b>", text("<b>"));
        assertEquals("<b>", renderer.renderAs("<b>", "text/html").getData(MIMEType.TEXT_HTML), "the kernel's own way");
    }

    @Test
    void onlyWhatIsAskedFor_isGiven() {
        Drawable line = () -> Figure.of("A line", "A line.", 100, 50, canvas -> {});
        DisplayData data = renderer.renderAs(line, Bundle.SVG);
        assertTrue(data.hasDataForType(MIMEType.IMAGE_SVG));
        assertFalse(data.hasDataForType(MIMEType.IMAGE_PNG));
    }

    @Test
    void table_isEscapedCutAndCounted() {
        Table table = Table.create("<script>")
                .addColumns(
                        IntColumn.indexColumn("id", 1000, 0),
                        StringColumn.create("name", java.util.Collections.nCopies(1000, "<i>")));
        assertTrue(text(table).startsWith("<script>: first 20 of 1000 rows, 2 columns\n"), text(table));
        String html = form(table, Bundle.HTML);
        assertTrue(html.contains("&lt;script&gt;") && html.contains("<td>&lt;i&gt;</td>"), html);
        assertFalse(html.contains("<script>") || html.contains("<i>"), html);
        assertEquals(22, html.split("<tr>", -1).length - 1, "header, types and twenty rows");
    }

    @Test
    void tableOfManyColumns_isCutAndCounted() {
        Table table = Table.create("wide");
        for (int i = 0; i < 30; i++) {
            table.addColumns(IntColumn.create("c" + i, new int[] {i}));
        }
        assertTrue(text(table).startsWith("wide: 1 rows, first 20 of 30 columns\n"), text(table));
        assertFalse(text(table).contains("c20"), text(table));
    }

    @Test
    void missingCells_areEmpty() {
        Table table = Table.create("gaps").addColumns(StringColumn.create("a", new String[] {"x", null}));
        assertTrue(form(table, Bundle.HTML).contains("<td></td>"));
    }

    @Test
    void chart_hasAltTextFromTitleAndSeries() {
        XYChart chart = new XYChart(300, 200);
        chart.setTitle("Loss");
        chart.addSeries("train", new double[] {1, 2}, new double[] {2, 1});
        assertEquals("Loss (XYChart): train", text(chart));
        assertTrue(form(chart, Bundle.PNG).startsWith("iVBORw0KGgo"));
    }

    @Test
    void picture_isAPngWithItsSize() {
        BufferedImage picture = new BufferedImage(3, 4, BufferedImage.TYPE_INT_RGB);
        assertEquals("Picture, 3 × 4 pixels", text(picture));
        assertTrue(form(picture, Bundle.PNG).startsWith("iVBORw0KGgo"));
    }

    @Test
    void photo_isAPicture_withItsAuthorAndLicence() {
        BufferedImage picture = new BufferedImage(3, 4, BufferedImage.TYPE_INT_RGB);
        Photo photo = new Photo("cat", "A \"<cat>\"", "Ann", "CC BY 2.5", "PyPI x", picture);
        String caption = "A \"<cat>\", 3 × 4 pixels. Photo: Ann (CC BY 2.5), PyPI x";
        assertEquals(caption, text(photo));
        assertTrue(form(photo, Bundle.PNG).startsWith("iVBORw0KGgo"));
        String safe = "A &quot;&lt;cat>&quot;, 3 × 4 pixels. Photo: Ann (CC BY 2.5), PyPI x";
        assertTrue(form(photo, Bundle.HTML).endsWith("<figcaption>" + safe + "</figcaption></figure>"));
        assertTrue(form(photo, Bundle.HTML).startsWith("<figure><img alt=\"" + safe + "\" src=\"data:image/png;"));
    }

    @Test
    void networkWithoutWeights_listsItsLayers() {
        SequentialBlock net =
                new SequentialBlock().add(Linear.builder().setUnits(5).build()).add(Activation::relu);
        assertEquals(
                "SequentialBlock\n  01Linear  weight [?], bias [?]\n  02LambdaBlock  anonymous\n"
                        + "Parameters: unknown until the network is initialised",
                text(net));
    }

    @Test
    void networkWithWeights_isSummarised() {
        var net = LeNet.of(10);
        Layers.initialize(net, new Shape(64, 1, 28, 28), 0);
        assertTrue(text(net).contains("61,706"), text(net));
        assertTrue(text(net).contains("(1, 6, 28, 28)"), "for a batch of one: " + text(net));
        assertTrue(form(net, Bundle.HTML).contains("<td>conv1</td>"), form(net, Bundle.HTML));
        assertEquals(text(Layers.summary(net, new Shape(1, 1, 28, 28))), text(net));
    }

    @Test
    void networkOfSeveralInputs_listsItsLayersAndWeights() {
        try (NDManager manager = NDManager.newBaseManager()) {
            var net = new ai.djl.nn.ParallelBlock(lists -> lists.get(0))
                    .add(Linear.builder().setUnits(2).build());
            net.initialize(manager, DataType.FLOAT32, new Shape(1, 3));
            assertEquals("ParallelBlock\n  01Linear  weight [2, 3], bias [2]\nParameters: 8", text(net));
        }
    }

    @Test
    void dataset_isAGridWithCounts() {
        try (NDManager manager = NDManager.newBaseManager()) {
            LabelledImages images = LabelledImages.of(
                    manager.randomUniform(0, 1, new Shape(6, 1, 8, 8)),
                    manager.create(new long[] {0, 1, 1, 0, 1, 1}),
                    List.of("cat", "dog", "cow"));
            assertTrue(text(images).contains("6 images"), text(images));
            assertTrue(text(images).contains("dog         4"), text(images));
            assertTrue(text(images).contains("cow         0"), text(images));
            String svg = form(images, Bundle.SVG);
            assertEquals(6, svg.split("<image ", -1).length - 1, "every image, for there are few");
            assertTrue(svg.contains(">cat</text>"), svg);
            images.close();
            assertTrue(text(images).contains("closed"), text(images));
        }
    }

    @Test
    void retiredRenderers_leaveValuesToTheirOwnWords() {
        renderers.retire();
        Drawable line = () -> Figure.of("A line", "A line.", 100, 50, canvas -> {});
        assertTrue(text(line).contains("Lambda"), text(line));
        assertEquals("", form(line, Bundle.PNG));
        Object broken = new Object() {
            @Override
            public String toString() {
                throw new Error("still");
            }
        };
        assertTrue(text(broken).contains("still"), text(broken));
    }
}
