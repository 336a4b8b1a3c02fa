package dev.crema.datasets;

/**
 * A thing cut out of a gray image with a black background.
 *
 * @param cover how much of each pixel the thing covers, 0 to 1, row by row
 * @param height rows
 * @param width pixels in a row
 */
record Ink(float[] cover, int height, int width) {
    private static final float FAINTEST = 0.2f;

    /** Cuts the image that begins at an index down to what is not black; null if all of it is. */
    static @org.jspecify.annotations.Nullable Ink of(float[] pixels, int from, int height, int width) {
        int left = width;
        int right = -1;
        int top = height;
        int bottom = -1;
        for (int i = 0; i < height * width; i++) {
            if (pixels[from + i] >= FAINTEST) {
                left = Math.min(left, i % width);
                right = Math.max(right, i % width);
                top = Math.min(top, i / width);
                bottom = Math.max(bottom, i / width);
            }
        }
        if (right < 0) {
            return null;
        }
        int columns = right - left + 1;
        int rows = bottom - top + 1;
        float[] cover = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(pixels, from + (top + row) * width + left, cover, row * columns, columns);
        }
        return new Ink(cover, rows, columns);
    }

    /** Makes the longer side that long, by bilinear interpolation between the centres of pixels. */
    Ink scaled(int longer) {
        double scale = (double) longer / Math.max(height, width);
        int rows = Math.max(1, (int) Math.rint(scale * height));
        int columns = Math.max(1, (int) Math.rint(scale * width));
        float[] out = new float[rows * columns];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                out[y * columns + x] = (float) at((y + 0.5) * height / rows - 0.5, (x + 0.5) * width / columns - 0.5);
            }
        }
        return new Ink(out, rows, columns);
    }

    private double at(double y, double x) {
        double clippedY = Math.max(0, Math.min(height - 1, y));
        double clippedX = Math.max(0, Math.min(width - 1, x));
        int top = (int) clippedY;
        int left = (int) clippedX;
        int low = Math.min(top + 1, height - 1);
        int right = Math.min(left + 1, width - 1);
        double down = clippedY - top;
        double along = clippedX - left;
        return (1 - down) * ((1 - along) * cover[top * width + left] + along * cover[top * width + right])
                + down * ((1 - along) * cover[low * width + left] + along * cover[low * width + right]);
    }
}
