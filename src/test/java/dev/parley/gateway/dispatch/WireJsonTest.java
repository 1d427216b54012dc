package dev.parley.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.api.Acknowledgement;
import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.ErrorReply;
import dev.parley.gateway.api.Outcome;
import dev.parley.gateway.api.Reply;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import jakarta.json.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireJsonTest {
  private final WireJson json = new WireJson();

  @Test
  void aSuccessIsOneObjectWithItsStatusFirst() {
    assertThat(success(Reply.ok())).isEqualTo("{\"status\":\"ok\"}");
    assertThat(success(Reply.of(new Body("x", null))))
        .isEqualTo("{\"status\":\"ok\",\"text\":\"x\"}");
    assertThat(success(Reply.of(new Body(null, null)))).isEqualTo("{\"status\":\"ok\"}");
  }

  @Test
  void aBodyWithAStatusOfItsOwnKeepsIt() {
    assertThat(success(Reply.of(new Pending("pending")))).isEqualTo("{\"status\":\"pending\"}");
  }

  @Test
  void aRawReplyIsItsArguments() {
    Arguments arguments =
        new Arguments(Json.createArrayBuilder().add(1).add("a\"b").addNull().build(), List.of());
    assertThat(success(Reply.raw(arguments))).isEqualTo("1,\"a\\\"b\",null");
  }

  @Test
  void anErrorHasTheOneShapeAndNoNulls() {
    ErrorReply bare = ErrorReply.of(new ParleyException(ErrorCode.NOT_FOUND), null, null);
    assertThat(json.write(bare))
        .isEqualTo(
            "{\"code\":\"not_found\",\"message\":\"It does not exist.\",\"retryable\":false,"
                + "\"ref\":\""
                + bare.ref()
                + "\"}");
    ErrorReply full =
        ErrorReply.of(
            ParleyException.retryAfter(ErrorCode.RATE_LIMITED, Duration.ofNanos(1_500_001)),
            "say",
            "t\"1");
    assertThat(json.write(full))
        .isEqualTo(
            "{\"code\":\"rate_limited\","
                + "\"message\":\"Too many requests; wait before the next one.\","
                + "\"retryable\":true,\"retryAfterMs\":2,\"ref\":\""
                + full.ref()
                + "\","
                + "\"event\":\"say\",\"tempId\":\"t\\\"1\"}");
  }

  private String success(Reply reply) {
    return ((Acknowledgement.Success) json.acknowledgement(new Outcome.Success(reply))).arguments();
  }

  /** A reply. */
  public record Body(String text, Integer number) {}

  /** A reply that is not "ok" yet. */
  public record Pending(String status) {}
}
