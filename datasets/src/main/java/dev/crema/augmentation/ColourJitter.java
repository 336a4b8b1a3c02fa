package dev.crema.augmentation;

import static dev.crema.augmentation.Recolouring.between;
import static dev.crema.augmentation.Recolouring.each;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.crema.datasets.DataException;
import java.util.SplittableRandom;

/** Changes of brightness, contrast, saturation and hue, in this order. */
record ColourJitter(double brightness, double contrast, double saturation, double hue) implements Recolouring.Step {
    @Override
    public NDArray apply(NDArray images, SplittableRandom random) {
        long channels = images.size(1);
        if (channels != 1 && channels != 3) {
            throw new DataException("The images have " + channels + " channels, expected 1 (gray) or 3 (red, green,"
                    + " blue) to change their colours.");
        }
        NDArray changed = images;
        if (brightness > 0) {
            changed = brightened(changed, each(changed, random, from -> factor(brightness, from)));
        }
        if (contrast > 0) {
            changed = contrasted(changed, each(changed, random, from -> factor(contrast, from)));
        }
        if (saturation > 0 && channels == 3) {
            changed = saturated(changed, each(changed, random, from -> factor(saturation, from)));
        }
        if (hue > 0 && channels == 3) {
            changed = hueShifted(changed, each(changed, random, from -> between(-hue, hue, from)));
        }
        return changed;
    }

    static NDArray brightened(NDArray images, NDArray factor) {
        return images.mul(factor).clip(0, 1);
    }

    /** Moves each pixel away from the mean gray of its image, or towards it. */
    static NDArray contrasted(NDArray images, NDArray factor) {
        // row by row: one sum over a whole image would be cut where the number of cores says
        NDArray mean = gray(images).mean(new int[] {3}, true).mean(new int[] {2}, true);
        return images.sub(mean).mul(factor).add(mean).clip(0, 1);
    }

    /** Moves each pixel away from its own gray, or towards it. */
    static NDArray saturated(NDArray images, NDArray factor) {
        NDArray gray = gray(images);
        return images.sub(gray).mul(factor).add(gray).clip(0, 1);
    }

    /** Turns the colour circle by a share of it, in HSV: Smith 1978, "Color gamut transform pairs". */
    static NDArray hueShifted(NDArray images, NDArray share) {
        NDArray red = channel(images, 0);
        NDArray green = channel(images, 1);
        NDArray blue = channel(images, 2);
        NDArray value = images.max(new int[] {1}, true);
        NDArray chroma = value.sub(images.min(new int[] {1}, true));
        NDArray divisor = chroma.add(chroma.eq(0).toType(chroma.getDataType(), false));
        NDArray isRed = number(value.eq(red));
        NDArray isGreen = number(value.eq(green)).mul(isRed.mul(-1).add(1));
        NDArray isBlue = isRed.add(isGreen).mul(-1).add(1);
        // sixths of the circle: red at 0, green at 2, blue at 4
        NDArray hue = isRed.mul(green.sub(blue))
                .add(isGreen.mul(blue.sub(red)))
                .add(isBlue.mul(red.sub(green)))
                .div(divisor)
                .add(isGreen.mul(2))
                .add(isBlue.mul(4))
                .add(share.mul(6));
        return NDArrays.concat(
                new NDList(
                        primary(hue, 5, value, chroma), primary(hue, 3, value, chroma), primary(hue, 1, value, chroma)),
                1);
    }

    /** One of red (5), green (3) and blue (1) from hue, value and chroma. */
    private static NDArray primary(NDArray hue, int from, NDArray value, NDArray chroma) {
        // twice a circle more, for a remainder of nothing negative
        NDArray place = hue.add(from + 12).mod(6);
        NDArray share = NDArrays.minimum(place, place.mul(-1).add(4)).clip(0, 1);
        return value.sub(chroma.mul(share));
    }

    private static NDArray gray(NDArray images) {
        if (images.size(1) == 1) {
            return images;
        }
        return channel(images, 0)
                .mul(0.2989f)
                .add(channel(images, 1).mul(0.587f))
                .add(channel(images, 2).mul(0.114f));
    }

    private static NDArray channel(NDArray images, int number) {
        return images.get(new NDIndex().addAllDim().addSliceDim(number, number + 1));
    }

    private static NDArray number(NDArray truth) {
        return truth.toType(ai.djl.ndarray.types.DataType.FLOAT32, false);
    }

    private static double factor(double strength, SplittableRandom random) {
        return between(Math.max(0, 1 - strength), 1 + strength, random);
    }
}
