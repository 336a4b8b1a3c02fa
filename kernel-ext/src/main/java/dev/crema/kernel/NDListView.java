package dev.crema.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.StringJoiner;

/** Lists the arrays of an NDList, one line for each. */
final class NDListView implements View<NDList> {
    private static final int LINES = 20;

    @Override
    public Bundle of(NDList list) {
        StringJoiner lines = new StringJoiner("\n");
        lines.add("NDList of " + list.size());
        int number = 0;
        for (NDArray array : list.subList(0, Math.min(LINES, list.size()))) {
            lines.add(number++ + "  " + (array.isReleased() ? "NDArray, closed" : NDArrayView.head(array)));
        }
        if (list.size() > LINES) {
            lines.add("… " + (list.size() - LINES) + " more");
        }
        return Bundle.text(lines.toString());
    }
}
