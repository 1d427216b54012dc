package dev.parley.chat.direct.boundary;

import dev.parley.chat.text.MessageText;
import dev.parley.chat.text.TempId;
import dev.parley.gateway.api.BinaryRef;
import dev.parley.identity.api.UserId;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;

/**
 * {@code message:send} as a client sends it.
 *
 * @param data an optional binary part, or null
 */
public record SendRequest(
    @UserId String to, @MessageText String text, @TempId String tempId, BinaryRef data) {
  @JsonbCreator
  public SendRequest(
      @JsonbProperty("to") String to,
      @JsonbProperty("text") String text,
      @JsonbProperty("tempId") String tempId,
      @JsonbProperty("data") BinaryRef data) {
    this.to = to;
    this.text = text;
    this.tempId = tempId;
    this.data = data;
  }
}
