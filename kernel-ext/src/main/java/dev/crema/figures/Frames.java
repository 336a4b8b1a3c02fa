package dev.crema.figures;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A player below a figure: one frame at a time, a slider and two buttons. */
record Frames(List<String> names, List<Figure> frames) implements Interaction {
    /** More frames are thinned out evenly: a slider is as long as the figure is wide. */
    static final int MOST = 120;

    /** What the pictures of all frames may weigh; a notebook should stay small enough to mail. */
    private static final int MOST_BYTES = 4_000_000;

    private static final int MOST_SVG = 60_000;

    Frames {
        if (names.size() != frames.size() || frames.isEmpty()) {
            throw new IllegalArgumentException("Frames need one name each and there must be at least one, but got "
                    + names.size() + " names for " + frames.size() + " frames.");
        }
        names = List.copyOf(names);
        frames = List.copyOf(frames);
    }

    @Override
    public String script() {
        return "frames.js";
    }

    @Override
    public Frames shifted(double x, double y) {
        return this;
    }

    @Override
    public Frames of(String title) {
        return new Frames(names.stream().map(name -> title + ", " + name).toList(), frames);
    }

    @Override
    public Map<String, Object> data(int width, int height) {
        int most = MOST;
        List<Map<String, Object>> shown = encoded(most);
        while (shown.size() > 2 && weight(shown) > MOST_BYTES) {
            most = shown.size() / 2;
            shown = encoded(most);
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("frames", shown);
        data.put("all", frames.size());
        return data;
    }

    private List<Map<String, Object>> encoded(int most) {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (int i : evenly(frames.size(), most)) {
            Figure frame = frames.get(i);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", names.get(i));
            one.put("alt", frame.alt());
            one.put("width", frame.width());
            one.put("height", frame.height());
            one.put("picture", picture(frame));
            shown.add(one);
        }
        return shown;
    }

    private static String picture(Figure frame) {
        Optional<String> svg = frame.svg().filter(document -> document.length() <= MOST_SVG);
        return svg.map(document -> Interaction.address("image/svg+xml", document.getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() -> Interaction.address("image/png", frame.png()));
    }

    private static long weight(List<Map<String, Object>> shown) {
        return shown.stream()
                .mapToLong(frame -> String.valueOf(frame.get("picture")).length())
                .sum();
    }

    /** Indices from 0 to the last, both of them included, so many at most. */
    static int[] evenly(int count, int most) {
        int n = Math.min(count, most);
        int[] indices = new int[n];
        for (int i = 0; i < n; i++) {
            indices[i] = n == 1 ? count - 1 : (int) Math.round((double) i * (count - 1) / (n - 1));
        }
        return indices;
    }
}
