package dev.crema.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    private int before;

    @BeforeEach
    void two() {
        Engine.getInstance();
        before = JniUtils.getNumThreads();
        JniUtils.setNumThreads(2);
    }

    @AfterEach
    void restore() {
        JniUtils.setNumThreads(before);
    }

    @Test
    void smallWork_isDoneOnOneThread_andLargeWorkOnAll() {
        assertEquals(1, Threads.oneIf(true, JniUtils::getNumThreads));
        assertEquals(2, JniUtils.getNumThreads());
        assertEquals(2, Threads.oneIf(false, JniUtils::getNumThreads));
        assertEquals(1, Threads.oneIf(true, () -> Threads.oneIf(true, JniUtils::getNumThreads)));
        assertEquals(2, JniUtils.getNumThreads());
    }

    @Test
    void workThatFails_leavesTheThreadsAsTheyWere() {
        assertThrows(
                IllegalStateException.class,
                () -> Threads.oneIf(true, () -> {
                    throw new IllegalStateException();
                }));
        assertEquals(2, JniUtils.getNumThreads());
    }
}
