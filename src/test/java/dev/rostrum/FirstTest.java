package dev.rostrum;

import org.junit.jupiter.api.Test;

class FirstTest {
    @Test
    void runs() {}
}
