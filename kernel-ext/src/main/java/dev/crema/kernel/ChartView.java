package dev.crema.kernel;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.stream.Collectors;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.internal.series.Series;

/** Shows an XChart chart, in twice the resolution of its nominal size. */
final class ChartView implements View<IChart> {
    private static final int SCALE = 2;

    @Override
    public Bundle of(IChart chart) throws IOException {
        int width = chart.getWidth();
        int height = chart.getHeight();
        BufferedImage picture = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        try {
            graphics.scale(SCALE, SCALE);
            chart.paint(graphics, width, height);
        } finally {
            graphics.dispose();
        }
        String alt = alt(chart);
        return Bundle.text(alt).png(PictureView.png(picture), alt, width, height);
    }

    private static String alt(IChart chart) {
        String title = chart.getTitle();
        String kind = chart.getClass().getSimpleName();
        String head = title == null || title.isBlank() ? kind : title + " (" + kind + ")";
        if (!(chart instanceof Chart<?, ?> known)) {
            return head;
        }
        return head
                + known.getSeriesCollection().stream()
                        .map(Series::getName)
                        .collect(Collectors.joining(
                                ", ", known.getSeriesCollection().isEmpty() ? ", empty" : ": ", ""));
    }
}
