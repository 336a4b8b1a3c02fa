package dev.crema.kernel;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One value in several forms, of which a front end takes the richest that it can show.
 *
 * @param data text by MIME type; always has {@code text/plain}; pictures of bytes in base64
 * @param metadata what to know of a form, by MIME type
 */
record Bundle(Map<String, String> data, Map<String, Map<String, Object>> metadata) {
    static final String TEXT = "text/plain";
    static final String HTML = "text/html";
    static final String PNG = "image/png";
    static final String SVG = "image/svg+xml";

    static Bundle text(String text) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put(TEXT, text);
        return new Bundle(data, new LinkedHashMap<>());
    }

    String text() {
        return data.getOrDefault(TEXT, "");
    }

    Bundle html(String html) {
        data.put(HTML, html);
        return this;
    }

    Bundle svg(String svg, String alt) {
        data.put(SVG, svg);
        metadata.put(SVG, Map.of("alt", alt));
        return this;
    }

    Bundle png(byte[] png, String alt) {
        data.put(PNG, Base64.getEncoder().encodeToString(png));
        metadata.put(PNG, Map.of("alt", alt));
        return this;
    }

    /** Shows the picture at this size in pixels, whatever its resolution. */
    Bundle png(byte[] png, String alt, int width, int height) {
        png(png, alt);
        metadata.put(PNG, Map.of("alt", alt, "width", width, "height", height));
        return this;
    }
}
