package dev.parley.engineio.transport;

import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.RandomId;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An HTTP answer before it is written: status, headers and a whole body. */
record HttpAnswer(int status, String contentType, byte[] body, boolean closesConnection) {
  private static final String TEXT = "text/plain; charset=UTF-8";
  private static final String JSON = "application/json; charset=UTF-8";
  private static final HttpAnswer OK = text("ok");

  static HttpAnswer ok() {
    return OK;
  }

  static HttpAnswer text(String body) {
    return new HttpAnswer(200, TEXT, body.getBytes(StandardCharsets.UTF_8), false);
  }

  static HttpAnswer refusal(ErrorCode code, String message) {
    return refusal(new ParleyException(code, message), status(code));
  }

  static HttpAnswer refusal(ParleyException failure) {
    return refusal(failure, status(failure.code()));
  }

  /**
   * A proxy takes 503 as the word of a node that drains or starts: it goes to the next one and
   * leaves this one alone for a while. Nothing that a client can bring about may look like that.
   */
  private static int status(ErrorCode code) {
    return switch (code) {
      case UNAVAILABLE -> 504;
      case OVERLOADED -> 429;
      default -> code.httpStatus();
    };
  }

  /** An answer after which the rest of the request is not read. */
  static HttpAnswer lastRefusal(ErrorCode code, int status) {
    HttpAnswer answer = refusal(new ParleyException(code), status);
    return new HttpAnswer(status, answer.contentType(), answer.body(), true);
  }

  private static HttpAnswer refusal(ParleyException failure, int status) {
    ErrorCode code = failure.code();
    // The messages are constants of this code base: nothing in them needs to be escaped.
    StringBuilder json =
        new StringBuilder(160)
            .append("{\"code\":\"")
            .append(code.wireName())
            .append("\",\"message\":\"")
            .append(failure.getMessage())
            .append("\",\"retryable\":")
            .append(code.retryable());
    failure
        .retryAfter()
        .ifPresent(wait -> json.append(",\"retryAfterMs\":").append(wait.toMillis()));
    json.append(",\"ref\":\"").append(RandomId.next()).append("\"}");
    return new HttpAnswer(status, JSON, json.toString().getBytes(StandardCharsets.UTF_8), false);
  }

  /** Sets status and headers; the body is the caller's to write. */
  void writeHead(HttpServletResponse response) {
    response.setStatus(status);
    response.setContentType(contentType);
    response.setContentLength(body.length);
    response.setHeader("Cache-Control", "no-store");
    if (closesConnection) {
      response.setHeader("Connection", "close");
    }
  }

  /** Headers that go with an error code. */
  static void writeErrorHeaders(HttpServletResponse response, ParleyException failure) {
    if (failure.code().httpStatus() == 401) {
      response.setHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }
    failure.retryAfter().map(HttpAnswer::wholeSeconds).ifPresent(s -> retryAfter(response, s));
  }

  private static void retryAfter(HttpServletResponse response, long seconds) {
    response.setHeader("Retry-After", Long.toString(seconds));
  }

  private static long wholeSeconds(Duration wait) {
    return Math.max(1, (wait.toMillis() + 999) / 1_000);
  }
}
