package dev.crema.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FourierTest {
    private static final int SIGNALS = 3;

    @Test
    void forward_isTheDefinition() {
        for (int size : new int[] {1, 2, 3, 4, 6, 8, 9, 12, 18, 32, 36, 48, 108, 128, 144}) {
            Complexes x = random(size);
            Complexes given = random(size);
            Complexes found = Fourier.of(size).forward(x, Complexes.zero(size, SIGNALS));
            for (int k = 0; k < size; k++) {
                for (int signal = 0; signal < SIGNALS; signal++) {
                    double re = 0;
                    double im = 0;
                    for (int j = 0; j < size; j++) {
                        double angle = -2 * Math.PI * j * k / size;
                        double a = given.re()[j][signal];
                        double b = given.im()[j][signal];
                        re += a * Math.cos(angle) - b * Math.sin(angle);
                        im += a * Math.sin(angle) + b * Math.cos(angle);
                    }
                    assertEquals(re, found.re()[k][signal], 1e-4, "size " + size + ", frequency " + k);
                    assertEquals(im, found.im()[k][signal], 1e-4, "size " + size + ", frequency " + k);
                }
            }
        }
    }

    @Test
    void backward_undoesForward() {
        Complexes there = Fourier.of(144).forward(random(144), Complexes.zero(144, SIGNALS));
        Complexes back = Fourier.of(144).backward(there, Complexes.zero(144, SIGNALS));
        for (int j = 0; j < 144; j++) {
            assertEquals(random(144).re()[j][1], back.re()[j][1] / 144, 1e-5);
            assertEquals(random(144).im()[j][1], back.im()[j][1] / 144, 1e-5);
        }
    }

    @Test
    void size_isTheNextThatHasAFastTransform() {
        assertEquals(4, Fourier.size(1));
        assertEquals(12, Fourier.size(9));
        assertEquals(64, Fourier.size(50));
        assertEquals(768, Fourier.size(736));
        assertEquals(972, Fourier.size(970));
    }

    private static Complexes random(int size) {
        Random random = new Random(3);
        Complexes numbers = Complexes.zero(size, SIGNALS);
        for (int j = 0; j < size; j++) {
            for (int signal = 0; signal < SIGNALS; signal++) {
                numbers.re()[j][signal] = (float) random.nextGaussian();
                numbers.im()[j][signal] = (float) random.nextGaussian();
            }
        }
        return numbers;
    }
}
