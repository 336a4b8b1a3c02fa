package dev.crema.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A canvas of pixels. */
final class Bitmap implements Canvas {
    private static final int SCALE = 2;
    private static final FontRenderContext OUTLINES = new FontRenderContext(null, true, true);

    private final Graphics2D graphics;
    private final Theme theme;

    private Bitmap(Graphics2D graphics, Theme theme) {
        this.graphics = graphics;
        this.theme = theme;
    }

    static byte[] png(int width, int height, Theme theme, Consumer<Canvas> painter) {
        BufferedImage image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setRenderingHint(
                    RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
            graphics.setColor(theme.paper());
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.scale(SCALE, SCALE);
            painter.accept(new Bitmap(graphics, theme));
        } finally {
            graphics.dispose();
        }
        return png(Indexed.where(image));
    }

    static byte[] png(BufferedImage image) {
        if (image.getType() == BufferedImage.TYPE_BYTE_INDEXED
                && !image.getColorModel().hasAlpha()) {
            return IndexedPng.of(image);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // in memory: the default stream writes a temporary file
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalArgumentException("This picture cannot be written as PNG: " + image);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void polyline(double[] xs, double[] ys, Pen pen) {
        graphics.setColor(pen.tone().in(theme));
        graphics.setStroke(stroke(pen));
        graphics.draw(path(xs, ys));
    }

    @Override
    public void polygon(double[] xs, double[] ys, Tone fill) {
        Path2D path = path(xs, ys);
        path.closePath();
        fill(path, fill);
    }

    @Override
    public void rectangle(double x, double y, double width, double height, Tone fill) {
        fill(new Rectangle2D.Double(x, y, width, height), fill);
    }

    @Override
    public void marker(Marker shape, double x, double y, double size, Tone fill) {
        polygon(shape.along(0, x, size), shape.along(1, y, size), fill);
    }

    @Override
    public void text(String text, double x, double y, Lettering style) {
        Font font = Typeface.font(text, style.size(), style.bold());
        GlyphVector glyphs = font.createGlyphVector(OUTLINES, text);
        double shift =
                switch (style.anchor()) {
                    case START -> 0;
                    case MIDDLE -> -style.width(text) / 2;
                    case END -> -style.width(text);
                };
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.rotate(Math.toRadians(style.degrees()));
        place.translate(shift, 0);
        // outlines, not glyph images: those differ with the hinting and subpixel settings of the machine
        Shape outline = place.createTransformedShape(glyphs.getOutline());
        if (style.halo()) {
            graphics.setColor(theme.paper());
            graphics.setStroke(new BasicStroke(3.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            graphics.draw(outline);
        }
        fill(outline, style.tone());
    }

    @Override
    public void image(BufferedImage picture, double x, double y, double width, double height) {
        BufferedImage shown = Pixels.atMost(picture, width * SCALE, height * SCALE);
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.scale(width / shown.getWidth(), height / shown.getHeight());
        graphics.drawImage(shown, place, null);
    }

    @Override
    public void clipped(double x, double y, double width, double height, Consumer<Canvas> painter) {
        within(inner -> inner.clip(new Rectangle2D.Double(x, y, width, height)), painter);
    }

    @Override
    public void shifted(double dx, double dy, Consumer<Canvas> painter) {
        within(inner -> inner.translate(dx, dy), painter);
    }

    private void within(Consumer<Graphics2D> change, Consumer<Canvas> painter) {
        Graphics2D inner = (Graphics2D) graphics.create();
        try {
            change.accept(inner);
            painter.accept(new Bitmap(inner, theme));
        } finally {
            inner.dispose();
        }
    }

    private void fill(Shape shape, Tone tone) {
        Color colour = tone.in(theme);
        graphics.setColor(colour);
        graphics.fill(shape);
    }

    private static Path2D path(double[] xs, double[] ys) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < xs.length; i++) {
            if (i == 0) {
                path.moveTo(xs[i], ys[i]);
            } else {
                path.lineTo(xs[i], ys[i]);
            }
        }
        return path;
    }

    private static BasicStroke stroke(Pen pen) {
        float width = (float) pen.width();
        if (pen.dash() == Dash.SOLID) {
            return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
        }
        float[] pattern = new float[pen.dash().pattern().size()];
        for (int i = 0; i < pattern.length; i++) {
            pattern[i] = pen.dash().pattern().get(i).floatValue();
        }
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, pattern, 0);
    }
}
