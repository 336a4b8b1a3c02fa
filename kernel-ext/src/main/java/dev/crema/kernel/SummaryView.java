package dev.crema.kernel;

import ai.djl.ndarray.types.Shape;
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
        for (Shape input : summary.inputs()) {
            rows.add(List.of("input", input.toString(), "", "", ""));
        }
        for (Summary.Row row : summary.rows()) {
            rows.add(List.of(
                    row.path(),
                    row.output().toString(),
                    Spread.count(row.parameters() + row.frozen()),
                    Spread.count(row.multiplyAdds()),
                    summary.receptiveField(row)));
        }
        StringJoiner caption = new StringJoiner(", ");
        caption.add(Spread.count(summary.parameters()) + " parameters to learn");
        caption.add(Spread.count(summary.multiplyAdds()) + " multiply-adds");
        List<String> header = List.of("layer", "output shape", "parameters", "multiply-adds", "receptive field");
        int columns = summary.images() ? header.size() : header.size() - 1;
        List<List<String>> shown =
                rows.stream().map(row -> row.subList(0, columns)).toList();
        Numbers table = new Numbers(caption.toString(), header.subList(0, columns), shown);
        return Bundle.text(summary.toString()).html(table.html(LAYERS));
    }
}
