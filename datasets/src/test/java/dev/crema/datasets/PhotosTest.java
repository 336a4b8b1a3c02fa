package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotosTest {
    @Test
    void load_readsEveryPhotograph_withAllThatMustBeSaidOfIt() {
        assertTrue(Photos.names().size() >= 10);
        assertEquals(Photos.names().stream().sorted().toList(), Photos.names());
        for (String name : Photos.names()) {
            Photo photo = Photos.load(name);
            assertEquals(name, photo.name());
            assertEquals(
                    448, Math.max(photo.picture().getWidth(), photo.picture().getHeight()), name);
            assertTrue(
                    Set.of("CC0 1.0", "CC BY 2.5", "public domain", "GPL 2 or later")
                            .contains(photo.licence()),
                    photo.licence());
            for (String said : List.of(photo.title(), photo.author(), photo.licence(), photo.source())) {
                assertFalse(said.isBlank(), name);
                assertTrue(photo.toString().contains(said), photo.toString());
            }
        }
    }

    @Test
    void image_hasTheChannelsRowsAndColumnsOfThePicture() {
        Photo photo = Photos.load("macaw");
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray image = photo.image(manager);
            assertEquals(DataType.FLOAT32, image.getDataType());
            assertEquals(
                    new Shape(3, photo.picture().getHeight(), photo.picture().getWidth()), image.getShape());
            for (int[] place : new int[][] {{0, 0}, {200, 100}, {346, 447}}) {
                int colour = photo.picture().getRGB(place[1], place[0]);
                assertEquals((colour >> 16 & 255) / 255f, image.getFloat(0, place[0], place[1]));
                assertEquals((colour >> 8 & 255) / 255f, image.getFloat(1, place[0], place[1]));
                assertEquals((colour & 255) / 255f, image.getFloat(2, place[0], place[1]));
            }
        }
    }

    @Test
    void image_hasItsColoursWhereTheyAre() {
        try (NDManager manager = NDManager.newBaseManager()) {
            // the red breast of the macaw
            NDArray breast = Photos.load("macaw").image(manager).get(":, 190:210, 190:210");
            float red = breast.get(0).mean().getFloat();
            assertTrue(red > 2 * breast.get(1).mean().getFloat());
            assertTrue(red > 2 * breast.get(2).mean().getFloat());
            for (String cutOut : List.of("fire-engine", "race-car")) {
                NDArray paper = Photos.load(cutOut).image(manager).get(":, :4, :4");
                assertTrue(paper.min().getFloat() > 0.99f, cutOut);
            }
            NDArray gravel = Photos.load("gravel").image(manager);
            assertEquals(0f, gravel.get(0).sub(gravel.get(2)).abs().max().getFloat(), 0.01f);
        }
    }

    @Test
    void square_isTheMiddle_withoutALossOfBrightness() {
        Photo koala = Photos.load("koala");
        int height = koala.picture().getHeight();
        int width = koala.picture().getWidth();
        int side = Math.min(height, width);
        try (NDManager manager = NDManager.newBaseManager()) {
            int top = (height - side) / 2;
            int left = (width - side) / 2;
            NDArray middle = koala.image(manager).get(":, {}:{}, {}:{}", top, top + side, left, left + side);
            assertTrue(koala.square(side).allClose(middle, 1e-6, 1e-6, false), "in its own size it is as it was");
            for (int smaller : new int[] {1, 32, 224}) {
                NDArray square = koala.square(smaller);
                assertEquals(new Shape(3, smaller, smaller), square.getShape());
                assertEquals(
                        middle.mean().getFloat(),
                        square.mean().getFloat(),
                        smaller == 1 ? 0.05f : 0.005f,
                        "" + smaller);
            }
        }
    }

    @Test
    void square_ofAFineChessboard_isGrey() {
        BufferedImage board = new BufferedImage(640, 512, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 640 * 512; i++) {
            board.setRGB(i % 640, i / 640, (i % 640 + i / 640) % 2 == 0 ? 0xFFFFFF : 0);
        }
        Photo photo = new Photo("board", "Board", "me", "CC0 1.0", "here", board);
        NDArray small = photo.square(32);
        assertEquals(0.5f, small.min().getFloat(), 1e-6f, "no pixel is left out");
        assertEquals(0.5f, small.max().getFloat(), 1e-6f);
        assertThrows(DataException.class, () -> photo.square(0));
    }

    @Test
    void load_listsTheNames_whenThereIsNoneOfThat() {
        String message =
                assertThrows(DataException.class, () -> Photos.load("unicorn")).getMessage();
        assertTrue(message.contains("'unicorn', expected one of astronaut, bee, "), message);
    }

    @Test
    void load_failsClearly_whenTheFileIsTruncated(@TempDir Path directory) throws IOException {
        try (DataDirectory data = DataDirectory.copiedTo(directory)) {
            Path file = data.truncated("photos/cat.jpg");
            String message =
                    assertThrows(DataException.class, () -> Photos.load("cat")).getMessage();
            assertTrue(message.contains(file + " is truncated"), message);
        }
    }
}
