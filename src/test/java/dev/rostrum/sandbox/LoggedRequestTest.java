package dev.rostrum.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoggedRequestTest {
    private static final String FIRST = line(1);
    private static final String SECOND = line(2);

    @Test
    void aLineThatIsCompletedWhileItIsReadIsLeftOut() throws IOException {
        int torn = SECOND.length() / 2;
        Reader growing =
                new Growing(FIRST + "\n" + SECOND.substring(0, torn), SECOND.substring(torn) + "\n" + line(3) + "\n");

        assertThat(numbers(growing)).containsExactly(1L);
    }

    @Test
    void aLineThatIsNotCompleteIsLeftOutAtTheEndOnly() throws IOException {
        String torn = SECOND.substring(0, SECOND.length() / 2);

        assertThat(numbers(new StringReader(FIRST + "\n" + torn))).containsExactly(1L);
        assertThatThrownBy(() -> numbers(new StringReader(torn + "\n" + FIRST + "\n")))
                .isInstanceOf(JsonProcessingException.class);
    }

    private static List<Long> numbers(Reader text) throws IOException {
        List<Long> numbers = new ArrayList<>();
        LoggedRequest.read(text, request -> numbers.add(request.seq()));
        return numbers;
    }

    private static String line(long seq) {
        return "{\"seq\":" + seq
                + ",\"at\":\"2026-11-02T08:00:00Z\",\"method\":\"POST\",\"route\":\"send\",\"status\":201}";
    }

    /** A file to which somebody writes: its end is reached, and after it there is more. */
    private static final class Growing extends Reader {
        private final Deque<String> parts = new ArrayDeque<>();
        private boolean atEnd;

        Growing(String... parts) {
            this.parts.addAll(List.of(parts));
        }

        @Override
        public int read(char[] into, int at, int length) {
            if (atEnd || parts.isEmpty()) {
                atEnd = false;
                return -1;
            }
            String part = parts.remove();
            part.getChars(0, part.length(), into, at);
            atEnd = true;
            return part.length();
        }

        @Override
        public void close() {
            parts.clear();
        }
    }
}
