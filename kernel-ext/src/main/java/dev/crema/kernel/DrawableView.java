package dev.crema.kernel;

import dev.crema.figures.Drawable;
import dev.crema.figures.Figure;

/** Shows whatever can be drawn. */
final class DrawableView implements View<Drawable> {
    // the HTML holds the SVG too, and a notebook with a dozen figures should stay small enough to mail
    private static final int MOST_SVG = 40_000;

    @Override
    public Bundle of(Drawable value) {
        return bundle(value.draw());
    }

    static Bundle bundle(Figure figure) {
        Bundle bundle = Bundle.text(figure.text()).html(figure.html()).png(figure.png(), figure.alt());
        return figure.svg()
                .filter(svg -> svg.length() <= MOST_SVG)
                .map(svg -> bundle.svg(svg, figure.alt()))
                .orElse(bundle);
    }
}
