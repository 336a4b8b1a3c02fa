package dev.crema.kernel;

import dev.crema.figures.Figure;
import dev.crema.figures.Screen;
import java.util.function.Supplier;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** Shows figures below the running cell and replaces them in place, without scripts: the front end knows them by an id. */
final class NotebookScreen implements Screen {
    private final BaseKernel kernel;
    private final Supplier<String> ids;

    NotebookScreen(BaseKernel kernel, Supplier<String> ids) {
        this.kernel = kernel;
        this.ids = ids;
    }

    @Override
    public Place open(Figure first) {
        CellOutput cell = CellOutput.ofRunningCell(kernel);
        String id = ids.get();
        cell.display(Renderers.data(passing(first), id));
        return new Place() {
            @Override
            public void update(Figure figure) {
                cell.update(Renderers.data(passing(figure), id));
            }

            @Override
            public void finish(Figure last) {
                cell.update(Renderers.data(new DrawableView().safely(last), id));
            }
        };
    }

    /** A frame that the next one replaces goes without the large PNG, which takes longer to make than the rest. */
    private static Bundle passing(Figure figure) {
        View<Figure> view =
                frame -> Bundle.text(frame.text()).html(frame.still().html());
        return view.safely(figure);
    }
}
