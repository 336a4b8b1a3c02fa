package dev.crema.figures;

import java.awt.Color;

/** The colours of data: the same class, the same colour, in every figure; safe for colour-blind readers. */
public final class Palette {
    /** matplotlib's viridis at 0, 1/16, …, 1 (Smith and van der Walt 2015). */
    private static final int[] VIRIDIS = {
        0x440154, 0x48186A, 0x472D7B, 0x424086, 0x3B528B, 0x33638D, 0x2C728E, 0x26828E, 0x21908C, 0x1F9F88, 0x27AD81,
        0x3EBC74, 0x5CC863, 0x82D34D, 0xAADC32, 0xD5E21A, 0xFDE725
    };

    private static final int[] DIVERGING = {0x08306B, 0x2171B5, 0x7FB5DA, 0xF7F7F7, 0xF9B26B, 0xD9660F, 0x7F2F04};

    /** What stands for a value that is not a number. */
    private static final Color MISSING = new Color(0x9E9E9E);

    private Palette() {}

    /**
     * Returns the colour of a class or line: Okabe and Ito's eight, adapted to the paper, then the same again. Use it
     * together with {@link #marker} or {@link #dash}, which do not repeat in the same step.
     *
     * @param index number of the class, from 0
     * @return its tone
     */
    public static Tone category(int index) {
        return theme -> theme.accents().get(Math.floorMod(index, 8));
    }

    /**
     * Returns the shape of a class; with the colour it tells 40 classes apart.
     *
     * @param index number of the class, from 0
     * @return its shape
     */
    public static Marker marker(int index) {
        Marker[] all = Marker.values();
        return all[Math.floorMod(index, 10)];
    }

    /**
     * Returns the dash pattern of a line.
     *
     * @param index number of the line, from 0
     * @return its pattern; the first is solid
     */
    public static Dash dash(int index) {
        Dash[] all = Dash.values();
        return all[Math.floorMod(index, all.length)];
    }

    /**
     * Returns the colour of a value between a smallest and a largest: viridis, whose lightness grows evenly.
     *
     * @param fraction position in the range, 0 to 1; clipped, NaN is grey
     * @return the colour
     */
    public static Color sequential(double fraction) {
        return between(VIRIDIS, fraction);
    }

    /**
     * Returns the colour of a value that may lie on either side of zero: blue below, white at zero, orange above.
     *
     * @param fraction position in the range, −1 to 1; clipped, NaN is grey
     * @return the colour
     */
    public static Color diverging(double fraction) {
        return between(DIVERGING, (fraction + 1) / 2);
    }

    private static Color between(int[] stops, double fraction) {
        if (Double.isNaN(fraction)) {
            return MISSING;
        }
        double position = Math.max(0, Math.min(1, fraction)) * (stops.length - 1);
        int lower = Math.min((int) position, stops.length - 2);
        double share = position - lower;
        return new Color(
                mixed(stops[lower] >> 16, stops[lower + 1] >> 16, share),
                mixed(stops[lower] >> 8, stops[lower + 1] >> 8, share),
                mixed(stops[lower], stops[lower + 1], share));
    }

    private static int mixed(int from, int to, double share) {
        return (int) Math.round((from & 0xFF) + share * ((to & 0xFF) - (from & 0xFF)));
    }
}
