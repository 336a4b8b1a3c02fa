package dev.crema.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import dev.crema.datasets.Episode;
import dev.crema.datasets.ImageDataset;
import dev.crema.datasets.LabelledImages;
import dev.crema.datasets.Photo;
import dev.crema.datasets.PlantedBackgrounds;
import dev.crema.datasets.Points;
import dev.crema.datasets.Samples;
import dev.crema.datasets.Scenes;
import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;
import dev.crema.layers.Summary;
import java.awt.image.BufferedImage;
import java.util.Map;
import java.util.function.Function;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.knowm.xchart.internal.chartpart.IChart;
import tech.tablesaw.api.Table;

/** The kernel's table of types and views. The kernel takes the entry nearest to a value's class. */
final class Renderers {
    private static final View<Object> PLAIN = value -> Bundle.text(String.valueOf(value));

    private volatile boolean active = true;

    void register(Renderer renderer) {
        View<Drawable> drawn = new DrawableView();
        add(renderer, Drawable.class, drawn, Bundle.HTML, Bundle.PNG, Bundle.SVG);
        add(renderer, NDArray.class, new NDArrayView(), Bundle.HTML, Bundle.PNG, Bundle.SVG);
        add(renderer, NDList.class, new NDListView());
        add(renderer, Block.class, new BlockView(), Bundle.HTML, Bundle.PNG, Bundle.SVG);
        add(renderer, Summary.class, new SummaryView(), Bundle.HTML);
        add(
                renderer,
                ImageDataset.class,
                data -> drawn.of(DatasetOverview.of(data)),
                Bundle.HTML,
                Bundle.PNG,
                Bundle.SVG);
        add(
                renderer,
                LabelledImages.class,
                images -> drawn.of(DatasetOverview.of(images)),
                Bundle.HTML,
                Bundle.PNG,
                Bundle.SVG);
        drawn(renderer, Points.class, MadeData::of);
        drawn(renderer, Samples.class, MadeData::of);
        drawn(renderer, Scenes.class, ScenePictures::of);
        drawn(renderer, PlantedBackgrounds.class, ScenePictures::of);
        drawn(renderer, Episode.class, ScenePictures::of);
        add(renderer, Table.class, new TableView(), Bundle.HTML);
        add(renderer, IChart.class, new ChartView(), Bundle.PNG);
        add(renderer, BufferedImage.class, new PictureView(), Bundle.PNG);
        add(renderer, Photo.class, new PhotoView(), Bundle.HTML, Bundle.PNG);
        add(renderer, Throwable.class, new ErrorView());
        // the kernel's own default for all other classes lets an error in toString() pass
        add(renderer, Object.class, new ObjectView(), Bundle.HTML);
    }

    /** Leaves values to their own words: the kernel has no way to take a renderer back. */
    void retire() {
        active = false;
    }

    private <T> void drawn(Renderer renderer, Class<T> type, Function<T, Figure> figure) {
        View<T> view = value -> DrawableView.bundle(figure.apply(value));
        add(renderer, type, view, Bundle.HTML, Bundle.PNG, Bundle.SVG);
    }

    private <T> void add(Renderer renderer, Class<T> type, View<? super T> view, String... richer) {
        renderer.createRegistration(type)
                .preferring(Bundle.TEXT)
                .preferring(richer)
                .register((value, context) -> {
                    fill(context, active ? view.safely(value) : PLAIN.safely(value));
                });
    }

    private static void fill(RenderContext context, Bundle bundle) {
        bundle.data().keySet().removeIf(type -> !context.wantsDataRenderedAs(MIMEType.parse(type)));
        put(bundle, context.getOutputContainer());
    }

    /** Returns a message that shows a bundle in the place of that id. */
    static DisplayData data(Bundle bundle, String id) {
        DisplayData data = new DisplayData();
        put(bundle, data);
        data.putTransientData("display_id", id);
        return data;
    }

    private static void put(Bundle bundle, DisplayData data) {
        bundle.data().forEach((type, form) -> {
            data.putData(type, form);
            Map<String, Object> about = bundle.metadata().get(type);
            if (about != null) {
                data.putMetaData(type, about);
            }
        });
    }
}
