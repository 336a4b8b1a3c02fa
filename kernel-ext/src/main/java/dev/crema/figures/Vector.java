package dev.crema.figures;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * A canvas that writes SVG. All names in a document carry a checksum of it, so that several fit on one page (nbconvert
 * puts them inline) and the same drawing always gives the same text.
 */
final class Vector implements Canvas {
    /** Stands for the checksum until it is known; escaped text cannot hold it. */
    private static final String NAME = "\u0001";

    private final StringBuilder body = new StringBuilder();
    private final StringBuilder definitions = new StringBuilder();
    private final Map<String, Integer> classes = new LinkedHashMap<>();
    private final Map<String, String> markers = new LinkedHashMap<>();
    private final int limit;
    private int clips;

    private Vector(int limit) {
        this.limit = limit;
    }

    /** The document, or nothing if it would have more characters than the limit. */
    static Optional<String> svg(String title, String alt, int width, int height, int limit, Consumer<Canvas> painter) {
        Vector canvas = new Vector(limit);
        canvas.rectangle(0, 0, width, height, Theme::paper);
        painter.accept(canvas);
        String document = canvas.document(title, alt, width, height);
        return canvas.full() || document.length() > limit ? Optional.empty() : Optional.of(document);
    }

    private String document(String title, String alt, int width, int height) {
        String out = "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"crema-" + NAME + "\" role=\"img\""
                + " aria-labelledby=\"crema-" + NAME + "-title crema-" + NAME + "-desc\" width=\"" + width
                + "\" height=\"" + height + "\" viewBox=\"0 0 " + width + " " + height
                + "\" font-family=\"'DejaVu Sans',Verdana,sans-serif\">\n<title id=\"crema-" + NAME + "-title\">"
                + Words.escaped(title) + "</title>\n<desc id=\"crema-" + NAME + "-desc\">" + Words.escaped(alt)
                + "</desc>\n" + style() + "<defs>\n" + definitions + "</defs>\n" + body + "</svg>\n";
        CRC32 checksum = new CRC32();
        checksum.update(out.getBytes(StandardCharsets.UTF_8));
        return out.replace(NAME, String.format(Locale.ROOT, "%08x", checksum.getValue()));
    }

    private String style() {
        StringBuilder light = new StringBuilder();
        StringBuilder dark = new StringBuilder();
        classes.forEach((rules, number) -> {
            String[] both = rules.split("\\|", -1);
            // not "#figure .class": within <use>, selectors do not see the figure around it
            String selector = ".crema-" + NAME + "-" + number;
            light.append(selector).append('{').append(both[0]).append("}\n");
            dark.append(selector).append('{').append(both[1]).append("}\n");
        });
        return "<style>\n" + light + "@media (prefers-color-scheme:dark){\n" + dark + "}\n</style>\n";
    }

    @Override
    public void polyline(double[] xs, double[] ys, Pen pen) {
        write("<path d=\"" + path(xs, ys) + "\" fill=\"none\" stroke-linejoin=\"round\" stroke-width=\""
                + number(pen.width()) + "\"" + dashes(pen) + paint("stroke", pen.tone()) + "/>\n");
    }

    @Override
    public void polygon(double[] xs, double[] ys, Tone fill) {
        write("<path d=\"" + path(xs, ys) + "Z\"" + paint("fill", fill) + "/>\n");
    }

    @Override
    public void rectangle(double x, double y, double width, double height, Tone fill) {
        write("<rect" + area(x, y, width, height) + paint("fill", fill) + "/>\n");
    }

    @Override
    public void marker(Marker shape, double x, double y, double size, Tone fill) {
        String drawn = path(shape.along(0, 0, size), shape.along(1, 0, size)) + "Z\"" + paint("fill", fill);
        String id = markers.computeIfAbsent(drawn, key -> {
            String name = "crema-" + NAME + "-" + markers.size();
            definitions.append("<path id=\"" + name + "\" d=\"" + key + "/>\n");
            return name;
        });
        write("<use href=\"#" + id + "\" x=\"" + number(x) + "\" y=\"" + number(y) + "\"/>\n");
    }

    @Override
    public void text(String text, double x, double y, Lettering style) {
        String anchor =
                switch (style.anchor()) {
                    case START -> "";
                    case MIDDLE -> " text-anchor=\"middle\"";
                    case END -> " text-anchor=\"end\"";
                };
        String turned = style.degrees() == 0
                ? ""
                : " transform=\"rotate(" + number(style.degrees()) + " " + number(x) + " " + number(y) + ")\"";
        String rest = " x=\"" + number(x) + "\" y=\"" + number(y) + "\" font-size=\"" + number(style.size()) + "\""
                + (style.bold() ? " font-weight=\"bold\"" : "") + anchor + turned;
        String words = ">" + Words.escaped(text) + "</text>\n";
        if (style.halo()) {
            // a second text below: paint-order is not known to every converter, and it is hidden from screen readers
            write("<text aria-hidden=\"true\"" + rest + " stroke-width=\"3.5\" stroke-linejoin=\"round\""
                    + paint("stroke", Theme::paper) + words);
        }
        write("<text" + rest + paint("fill", style.tone()) + words);
    }

    @Override
    public void image(BufferedImage picture, double x, double y, double width, double height) {
        BufferedImage shown = Pixels.atMost(picture, width * 2, height * 2);
        write("<image" + area(x, y, width, height)
                + " preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(Bitmap.png(Indexed.where(shown))) + "\"/>\n");
    }

    @Override
    public void clipped(double x, double y, double width, double height, Consumer<Canvas> painter) {
        String id = "crema-" + NAME + "-clip" + clips++;
        definitions.append("<clipPath id=\"" + id + "\"><rect" + area(x, y, width, height) + "/></clipPath>\n");
        write("<g clip-path=\"url(#" + id + ")\">\n");
        painter.accept(this);
        write("</g>\n");
    }

    @Override
    public void shifted(double dx, double dy, Consumer<Canvas> painter) {
        write("<g transform=\"translate(" + number(dx) + " " + number(dy) + ")\">\n");
        painter.accept(this);
        write("</g>\n");
    }

    private boolean full() {
        return body.length() > limit;
    }

    private void write(String element) {
        if (!full()) {
            body.append(element);
        }
    }

    /** A class where light and dark differ, else the colour itself. */
    private String paint(String property, Tone tone) {
        String light = rule(property, tone.in(Theme.light()));
        String dark = rule(property, tone.in(Theme.dark()));
        if (light.equals(dark)) {
            return " style=\"" + light + "\"";
        }
        String key = light + "|" + dark;
        Integer known = classes.get(key);
        int number = known == null ? classes.size() : known;
        classes.put(key, number);
        return " class=\"crema-" + NAME + "-" + number + "\"";
    }

    private static String rule(String property, Color colour) {
        String rule = property + ":#" + String.format(Locale.ROOT, "%06x", colour.getRGB() & 0xFFFFFF);
        return colour.getAlpha() == 255
                ? rule
                : rule + ";" + property + "-opacity:" + number(colour.getAlpha() / 255.0);
    }

    private static String dashes(Pen pen) {
        if (pen.dash() == Dash.SOLID) {
            return "";
        }
        StringBuilder out = new StringBuilder(" stroke-dasharray=\"");
        pen.dash().pattern().forEach(length -> out.append(number(length)).append(' '));
        return out.toString().stripTrailing() + "\"";
    }

    private static String area(double x, double y, double width, double height) {
        return " x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" + number(width) + "\" height=\""
                + number(height) + "\"";
    }

    private static String path(double[] xs, double[] ys) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < xs.length; i++) {
            out.append(i == 0 ? 'M' : 'L').append(number(xs[i])).append(' ').append(number(ys[i]));
        }
        return out.toString();
    }

    /** At most two decimals, without trailing zeros. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("A coordinate is " + value + "; leave out what has no place.");
        }
        long hundredths = Math.round(value * 100);
        if (hundredths % 100 == 0) {
            return Long.toString(hundredths / 100);
        }
        String sign = hundredths < 0 ? "-" : "";
        long size = Math.abs(hundredths);
        String decimals =
                size % 10 == 0 ? Long.toString(size / 10 % 10) : String.format(Locale.ROOT, "%02d", size % 100);
        return sign + (size >= 100 ? size / 100 : "") + "." + decimals;
    }
}
