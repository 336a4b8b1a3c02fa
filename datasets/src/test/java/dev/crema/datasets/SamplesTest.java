package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SamplesTest {
    @ParameterizedTest
    @EnumSource
    void withoutNoise_samplesLieOnTheCurve_sortedFromMinusOneToOne(Curve curve) {
        Samples samples = Samples.of(curve, 200, 0, 5);
        assertEquals(200, samples.size());
        for (int i = 0; i < 200; i++) {
            assertEquals(curve.applyAsDouble(samples.x()[i]), samples.y()[i], 1e-5);
            assertTrue(i == 0 || samples.x()[i] >= samples.x()[i - 1], "sorted at " + i);
        }
        // of 200 uniform places, none in an outer tenth of the range has probability 0.95^200 < 4e-5
        assertTrue(samples.x()[0] >= -1 && samples.x()[0] < -0.9f && samples.x()[199] > 0.9f && samples.x()[199] <= 1);
        assertTrue(samples.source().startsWith("made: "), samples.source());
    }

    @Test
    void curves_haveTheirHandWorkedValues() {
        assertEquals(1, Curve.SINE.applyAsDouble(0.25), 1e-12);
        assertEquals(0.5, Curve.ABSOLUTE.applyAsDouble(-0.5));
        assertEquals(0, Curve.STEP.applyAsDouble(-1e-9));
        assertEquals(1, Curve.STEP.applyAsDouble(0));
        assertEquals(-1, Curve.CUBIC.applyAsDouble(0.5), 1e-12);
        assertEquals(1 / 26.0, Curve.RUNGE.applyAsDouble(1), 1e-12);
    }

    @Test
    void sameSeed_givesTheSameSamples_andNoiseHasItsDeviation() {
        Samples clean = Samples.of(Curve.SINE, 4000, 0, 1);
        Samples noisy = Samples.of(Curve.SINE, 4000, 0.3, 1);
        assertArrayEquals(noisy.y(), Samples.of(Curve.SINE, 4000, 0.3, 1).y());
        assertFalse(
                Arrays.equals(noisy.x(), Samples.of(Curve.SINE, 4000, 0.3, 2).x()));
        assertArrayEquals(clean.x(), noisy.x(), "noise moves y only");
        double squares = 0;
        for (int i = 0; i < 4000; i++) {
            squares += Math.pow(noisy.y()[i] - clean.y()[i], 2);
        }
        assertEquals(0.3, Math.sqrt(squares / 4000), 0.015);
        assertEquals("4000 samples (made: sine, noise 0.3, seed 1)", noisy.toString());
    }

    @Test
    void badArguments_areRefused() {
        assertThrows(DataException.class, () -> Samples.of(Curve.STEP, 0, 0, 1));
        assertThrows(DataException.class, () -> Samples.of(Curve.STEP, 5, -1, 1));
        assertThrows(DataException.class, () -> Samples.of("flat", x -> 0, 1, 1, 5, 0, 1));
        assertThrows(DataException.class, () -> Samples.of("root", Math::sqrt, -1, 0, 5, 0, 1));
        assertThrows(DataException.class, () -> new Samples(new float[2], new float[1], "mine"));
        assertThrows(DataException.class, () -> new Samples(new float[0], new float[0], "mine"));
    }
}
