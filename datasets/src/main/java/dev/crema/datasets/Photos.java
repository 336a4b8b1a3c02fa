package dev.crema.datasets;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Photographs of people, animals, vehicles, things and textures, which their authors let everyone use: for kernels, and for
 * what a network trained on ImageNet sees.
 */
public final class Photos {
    private static final List<Bundled> BUNDLED = List.of(
            photo(
                    "astronaut",
                    "Eileen Collins, astronaut",
                    "NASA",
                    "public domain",
                    "PyPI scikit-image 0.18.3",
                    66_962,
                    "9b54f4af364ce7931bedaf3166b34a49ef8ff8d8b0daa49dff90c6509b4653bc"),
            photo(
                    "bee",
                    "European honey bee",
                    "John Severns",
                    "public domain",
                    "Debian palapeli-data, Wikimedia Commons European_honey_bee_extracts_nectar.jpg",
                    58_984,
                    "cc52f6cbc4290e61aa16d25a54cccf29934a4dc2ee7e4aa46a0a762cb6499570"),
            photo(
                    "bricks",
                    "Brick wall, Bricks25",
                    "CC0Textures",
                    "CC0 1.0",
                    "PyPI scikit-image 0.18.3",
                    35_551,
                    "41ef411a0dab7a682ae0124fb6b8053ab68c73184db08cc4aa4745213652a024"),
            photo(
                    "cameraman",
                    "Cameraman",
                    "Lav Varshney",
                    "CC0 1.0",
                    "PyPI scikit-image 0.18.3",
                    46_123,
                    "6d745cde372f54de0220ddf75030cb8fb56b28a1498c3f46b4c03c190cce405c"),
            photo(
                    "cat",
                    "Chelsea the cat",
                    "Stefan van der Walt",
                    "CC0 1.0",
                    "PyPI scikit-image 0.18.3",
                    40_827,
                    "3fa6c6470cda5670155f34aa2ecee162bed6bcc725512a18665b44c7d29dd5d2"),
            photo(
                    "coffee",
                    "Cup of coffee, Pikolo Espresso Bar",
                    "Rachel Michetti",
                    "CC0 1.0",
                    "PyPI scikit-image 0.18.3",
                    55_614,
                    "35e15042c505bca555d88ad2153fd5e6d5580611e5dde47f24f056ddb65382c0"),
            photo(
                    "dog",
                    "German shepherd",
                    "Hans Kemperman",
                    "public domain",
                    "Debian gcompris-qt-data 3.1, Wikimedia Commons German-shepherd-4040871920._(2).jpg",
                    75_008,
                    "bb11bdf18a4cbb034c989b874c2db01d13c0a14fcab21c904873c5cb5419732c"),
            photo(
                    "fire-engine",
                    "Engine 28 of Palm Beach County Fire-Rescue",
                    "Aaron M. Lang",
                    "CC BY 2.5",
                    "Debian tuxpaint-stamps-default, Wikipedia E28_b.JPG",
                    36_587,
                    "ae46aeb953a9c2f9e488d0fe7de6e38dec82e88c01099d964b3f73489a509b65"),
            photo(
                    "gravel",
                    "Gravel, Gravel04",
                    "CC0Textures",
                    "CC0 1.0",
                    "PyPI scikit-image 0.18.3",
                    87_214,
                    "b89581843091ce85dde90c4766a95927978d219922098b45949518a4f041ab60"),
            photo(
                    "koala",
                    "Koala in Perth Zoo",
                    "BurningWell",
                    "public domain",
                    "Debian gcompris-qt-data 3.1, Wikimedia Commons Koala_Perth_Zoo.jpg",
                    64_320,
                    "d70c2b6ec4416fa7402578ed52e3a3df1ddb873a1804c3fcc4fb731ba80091be"),
            photo(
                    "lemur",
                    "Ring-tailed lemurs",
                    "Mathias Appel",
                    "public domain",
                    "Debian gcompris-qt-data 3.1, Wikimedia Commons Lemur_(37122852696).jpg",
                    55_520,
                    "fbb3aeae131f18f516efffb794aa2cabe38897854bf1e716ae9c55bea92e5a6f"),
            photo(
                    "locomotive",
                    "Steam locomotive",
                    "Maarten de Boer",
                    "GPL 2 or later",
                    "Debian jigzo-data 0.6.1",
                    96_435,
                    "ed31be0015fe10d3e96a32278566d520782dc1be43090a9fcf761d0126688de3"),
            photo(
                    "macaw",
                    "Scarlet macaw, Cougar Mountain Zoological Park",
                    "Dcoetzee",
                    "public domain",
                    "Debian gcompris-qt-data 3.1, Wikimedia Commons Scarlet_macaw_at_Cougar_Mountain_Zoological_Park.jpg",
                    36_970,
                    "512ee47136fbe41f07505f81a59668a4c84902c3946759e1c691a7f0e0c81e93"),
            photo(
                    "panda",
                    "Giant panda",
                    "Jeff Kubina",
                    "public domain",
                    "Debian gcompris-qt-data 3.1, Wikimedia Commons Giant_Panda_2004-03-2.jpg",
                    46_520,
                    "f66d58ce2eebad14b55aefb2756da6a06ecd2ca603e2d33a18e31e66261a90b4"),
            photo(
                    "race-car",
                    "Race car",
                    "Albert Cahalan",
                    "GPL 2 or later",
                    "Debian tuxpaint-stamps-default",
                    15_355,
                    "4881616dcd4a9d6dcd1902fecac78ba4c99c530f1fa99eabf75e89873f9d4f56"),
            photo(
                    "sheep",
                    "Sheep",
                    "Rob Mitchell",
                    "public domain",
                    "Debian gcompris-qt-data 3.1, Wikimedia Commons Sheep_(33625876592).jpg",
                    67_496,
                    "6177a24d20cdee2ce848533a57f7ce631b68aed607118301e590da9a05082fbd"));

    private Photos() {}

    /** A photograph that has not been read yet. */
    private record Bundled(String name, String title, String author, String licence, String source, DataFile file) {
        Photo read() {
            try {
                BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file.bytes()));
                if (picture == null) {
                    throw new DataException(
                            "This Java has no reader for JPEG, expected one: use a JDK with the module java.desktop.");
                }
                return new Photo(name, title, author, licence, source, picture);
            } catch (IOException e) {
                throw new DataException(
                        "The photograph " + name + " cannot be read: " + e
                                + ". Its file is the bundled one, so this Java's reader for JPEG fails; use another JDK.",
                        e);
            }
        }
    }

    /**
     * Loads a photograph: astronaut, bee, bricks, cameraman, cat, coffee, dog, fire-engine, gravel, koala, lemur, locomotive,
     * macaw, panda, race-car or sheep. Bricks, cameraman and gravel are grey; the fire engine and the race car are cut out on
     * white.
     *
     * <p>If the system property {@code crema.data} is set, the file comes from that directory, laid out as
     * {@code datasets/data}, instead of the class path.
     *
     * @param name one of {@link #names}
     * @return the photograph, of 448 pixels on its longer side
     * @throws DataException if there is none of this name, or its file is missing, truncated or altered
     */
    public static Photo load(String name) {
        return BUNDLED.stream()
                .filter(photo -> photo.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new DataException("There is no photograph called '" + name + "', expected one of "
                        + String.join(", ", names()) + "."))
                .read();
    }

    /**
     * Returns what there is to load.
     *
     * @return the names of all photographs, in alphabetical order
     */
    public static List<String> names() {
        return BUNDLED.stream().map(Bundled::name).toList();
    }

    private static Bundled photo(
            String name, String title, String author, String licence, String source, int size, String sha256) {
        return new Bundled(name, title, author, licence, source, new DataFile("photos/" + name + ".jpg", size, sha256));
    }
}
