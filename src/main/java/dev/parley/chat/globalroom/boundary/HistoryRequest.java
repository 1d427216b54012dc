package dev.parley.chat.globalroom.boundary;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * {@code chat:history} as a client sends it.
 *
 * @param before only messages with a smaller seq; null for the newest
 * @param limit at most so many; null for 50
 */
public record HistoryRequest(
    @Min(value = 1, message = "must be a seq, 1 or more") Long before,
    @Min(value = 1, message = "must be from 1 to 100")
        @Max(value = 100, message = "must be from 1 to 100")
        Integer limit) {
  private static final int DEFAULT_LIMIT = 50;

  @JsonbCreator
  public HistoryRequest(
      @JsonbProperty("before") Long before, @JsonbProperty("limit") Integer limit) {
    this.before = before;
    this.limit = limit;
  }

  long beforeOrNewest() {
    return before == null ? Long.MAX_VALUE : before;
  }

  int limitOrDefault() {
    return limit == null ? DEFAULT_LIMIT : limit;
  }
}
