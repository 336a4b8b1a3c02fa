package dev.crema.datasets;

import java.util.List;

/**
 * Handwritten Japanese characters, 28×28 gray, white on black, one of ten for each row of the hiragana (Clanuwat et al. 2018,
 * "Deep learning for classical Japanese literature", arXiv:1812.01718).
 */
public final class Kmnist {
    private static final IdxSet CHARACTERS = new IdxSet(
            "KMNIST",
            List.of("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
            60_000,
            10_000,
            "KMNIST (Clanuwat et al. 2018, from the Kuzushiji dataset of NIJL and others, doi:10.20676/00000341), CC BY-SA"
                    + " 4.0");
    private static final List<KnownFile> FILES = List.of(
            new KnownFile(
                    IdxSet.FILES.get(0),
                    18_165_135,
                    "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4"),
            new KnownFile(
                    IdxSet.FILES.get(1), 29_497, "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17"),
            new KnownFile(
                    IdxSet.FILES.get(2), 3_041_136, "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5"),
            new KnownFile(
                    IdxSet.FILES.get(3), 5_120, "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c"));

    private Kmnist() {}

    /**
     * Loads all 70 000 characters: the original training set, of which the last tenth of each class is for validation, and the
     * original test set, in the original order.
     *
     * <p>The first call fetches 21 MB from the Center for Open Data in the Humanities, Tokyo; later calls need no network. See
     * {@link Cifar10#full} for where the files stay. As arrays the characters take 220 MB.
     *
     * @return 54 000 characters to train on, 6 000 to validate, 10 000 to test, {@code [n, 1, 28, 28]}
     * @throws DataException if the files are not in the cache and cannot be fetched: it says why, and how to bring them
     *     there; if there is no room for them; or if the thread is interrupted, which leaves it marked as interrupted
     */
    public static ImageDataset full() {
        List<String> addresses = List.of(
                "https://codh.rois.ac.jp/kmnist/dataset/kmnist/", "http://codh.rois.ac.jp/kmnist/dataset/kmnist/");
        Route publisher = PublishedFiles.of("KMNIST", "kmnist", FILES, addresses);
        return CHARACTERS.full(new CachedFiles("KMNIST", "kmnist", FILES, List.of(publisher)), Download.toCache());
    }
}
