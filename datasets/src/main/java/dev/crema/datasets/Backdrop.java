package dev.crema.datasets;

import java.util.SplittableRandom;

/** Backgrounds that anyone tells apart at a glance, and a network too. */
enum Backdrop {
    SNOW(Texture.GRAIN, 0xC8D2DC, 0xFFFFFF),
    GRASS(Texture.GRAIN, 0x1E5014, 0x64B432),
    WATER(Texture.CLOUDS, 0x143C8C, 0x5AA0E6),
    SAND(Texture.GRAIN, 0xC8A05A, 0xF0D296),
    BRICKS(Texture.CHECKS, 0x782819, 0xB44632),
    WOOD(Texture.STRIPES, 0x462D14, 0x966432),
    NIGHT(Texture.CLOUDS, 0x000014, 0x1E1E46),
    TILES(Texture.CHECKS, 0x787878, 0xD2D2D2),
    CURTAINS(Texture.STRIPES, 0x500050, 0xC85AC8),
    MARBLE(Texture.CLOUDS, 0x969696, 0xFAE6E6);

    private final Texture texture;
    private final int from;
    private final int to;

    Backdrop(Texture texture, int from, int to) {
        this.texture = texture;
        this.from = from;
        this.to = to;
    }

    void paint(Painting painting, SplittableRandom random) {
        painting.background(texture.draw(random), channels(from), channels(to));
    }

    private static float[] channels(int rgb) {
        return new float[] {(rgb >> 16) / 255f, (rgb >> 8 & 0xFF) / 255f, (rgb & 0xFF) / 255f};
    }
}
