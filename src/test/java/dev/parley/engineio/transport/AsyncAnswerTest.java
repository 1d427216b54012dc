package dev.parley.engineio.transport;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AsyncAnswerTest {
  private final List<String> happened = new ArrayList<>();
  private final FakeOutput out = new FakeOutput();

  @Test
  void anAnswerIsWrittenAndTheRequestCompleted() throws IOException {
    send(async(out));
    out.listener.onWritePossible();

    assertThat(out.written.toString(StandardCharsets.UTF_8)).isEqualTo("4a");
    assertThat(happened).containsExactly("completed");
  }

  @Test
  void aClientThatIsGoneBeforeItsAnswerIsReported() {
    send(async(null));

    assertThat(happened).containsExactly("completed", "lost");
  }

  @Test
  void aClientThatIsGoneWhileItIsAnsweredIsReported() {
    send(async(out));
    out.listener.onError(new IOException("expected by this test"));

    assertThat(happened).containsExactly("completed", "lost");
  }

  private void send(AsyncContext async) {
    AsyncAnswer.send(async, HttpAnswer.text("4a"), () -> happened.add("lost"));
  }

  private AsyncContext async(ServletOutputStream output) {
    HttpServletResponse response =
        Doubles.of(HttpServletResponse.class, Map.of("getOutputStream", none -> output(output)));
    return Doubles.of(
        AsyncContext.class,
        Map.of(
            "getResponse", none -> response,
            "complete", none -> completed()));
  }

  private Object completed() {
    happened.add("completed");
    return null;
  }

  private static Object output(ServletOutputStream output) {
    if (output == null) {
      throw new IllegalStateException("expected by this test");
    }
    return output;
  }

  /** Always ready, and keeps its listener. */
  private static final class FakeOutput extends ServletOutputStream {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private WriteListener listener;

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener given) {
      listener = given;
    }

    @Override
    public void write(int one) {
      written.write(one);
    }
  }
}
