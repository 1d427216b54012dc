package dev.parley.platform.rest;

import dev.parley.gateway.api.ErrorReply;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** An error as an HTTP answer, in the shape that it has everywhere. */
final class Problem {
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

  private Problem() {}

  /** The answer with the status of the error's code. */
  static Response of(ErrorReply error) {
    return of(error, error.code().httpStatus());
  }

  static Response of(ErrorReply error, int status) {
    JsonObjectBuilder body =
        JSON.createObjectBuilder()
            .add("code", error.code().wireName())
            .add("message", error.message())
            .add("retryable", error.code().retryable());
    if (error.retryAfterMs() != null) {
      body.add("retryAfterMs", error.retryAfterMs());
    }
    body.add("ref", error.ref());
    Response.ResponseBuilder answer =
        Response.status(status)
            .type(MediaType.APPLICATION_JSON_TYPE)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .entity(body.build().toString());
    if (status == 401) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
    }
    if (error.retryAfterMs() != null) {
      answer.header(HttpHeaders.RETRY_AFTER, (error.retryAfterMs() + 999) / 1_000);
    }
    return answer.build();
  }
}
