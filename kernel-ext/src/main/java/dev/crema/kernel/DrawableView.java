package dev.crema.kernel;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;

/** Shows whatever can be drawn. */
final class DrawableView implements View<Drawable> {
    @Override
    public Bundle of(Drawable value) {
        return bundle(value.draw());
    }

    static Bundle bundle(Figure figure) {
        Bundle bundle = Bundle.text(figure.text()).html(figure.html()).png(figure.png(), figure.alt());
        return figure.svg().map(svg -> bundle.svg(svg, figure.alt())).orElse(bundle);
    }
}
