package dev.crema.kernel;

/** Shows what has no view of its own: as its own words, guarded, and not more of them than a reader would read. */
final class ObjectView implements View<Object> {
    private static final int LONGEST = 20_000;
    private final View<Object> arrays = new ArrayView();

    @Override
    public Bundle of(Object value) throws Exception {
        return value.getClass().isArray() ? arrays.of(value) : Bundle.text(words(value));
    }

    private static String words(Object value) {
        String words = String.valueOf(value);
        return words.length() <= LONGEST
                ? words
                : words.substring(0, LONGEST) + "\n… " + Spread.count(words.length() - LONGEST) + " more characters";
    }
}
