package dev.crema.figures;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * What a script adds to a figure that is complete without it. All of it, data too, lies within one {@code script} element:
 * where a notebook is not trusted, the front end takes the element away and the static figure remains.
 */
sealed interface Interaction permits Frames, Thumbnails {
    /** Name of the resource that holds the script: one function of the figure's element and the data. */
    String script();

    /** What the script is given for a figure of this size, as JSON's types; the titles and names in it may hold anything. */
    Map<String, Object> data(int width, int height);

    /** The same, moved by so many pixels. */
    Interaction shifted(double x, double y);

    /** The same, for one figure among others: what it calls by name says of which. */
    Interaction of(String title);

    /** The script as an element within the figure's. It leaves no global name, and needs no network. */
    default String html(int width, int height) {
        // Gson writes <, > and & as \\u003c…, so that no name can end the element or begin another
        return "<script>\n(" + source().strip() + ")(document.currentScript, " + new Gson().toJson(data(width, height))
                + ");\n</script>\n";
    }

    private String source() {
        try (InputStream in = Interaction.class.getResourceAsStream(script())) {
            if (in == null) {
                throw new IllegalStateException("The resource " + script() + " is missing from the course's jar.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String address(String type, byte[] bytes) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }
}
