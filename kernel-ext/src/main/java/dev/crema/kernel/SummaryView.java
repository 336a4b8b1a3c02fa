package dev.crema.kernel;

import dev.crema.figures.Numbers;
import dev.crema.layers.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Shows the summary of a network as a table. */
final class SummaryView implements View<Summary> {
    private static final int LAYERS = 200;

    @Override
    public Bundle of(Summary summary) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("input", summary.input().toString(), "", ""));
        for (Summary.Row row : summary.rows()) {
            rows.add(List.of(
                    row.path(),
                    row.output().toString(),
                    Spread.count(row.parameters() + row.frozen()),
                    Spread.count(row.multiplyAdds())));
        }
        StringJoiner caption = new StringJoiner(", ");
        caption.add(Spread.count(summary.parameters()) + " parameters to learn");
        caption.add(Spread.count(summary.multiplyAdds()) + " multiply-adds");
        List<String> header = List.of("layer", "output shape", "parameters", "multiply-adds");
        return Bundle.text(summary.toString()).html(new Numbers(caption.toString(), header, rows).html(LAYERS));
    }
}
