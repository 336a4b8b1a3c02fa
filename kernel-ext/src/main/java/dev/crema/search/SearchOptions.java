package dev.crema.search;

/** The choices for one search, with the defaults for those not made. */
final class SearchOptions {
    private boolean maximise;
    private boolean live = true;
    private Workers workers = Workers.threads(1);

    SearchOptions(SearchOption... options) {
        for (SearchOption option : options) {
            if (option instanceof SearchOption.Goal choice) {
                maximise = choice.maximise();
            } else if (option instanceof SearchOption.Silent) {
                live = false;
            } else if (option instanceof Workers choice) {
                workers = choice;
            }
        }
    }

    boolean maximise() {
        return maximise;
    }

    boolean live() {
        return live;
    }

    Workers workers() {
        return workers;
    }
}
