package dev.parley.chat.globalroom.boundary;

import dev.parley.chat.text.MessageText;
import dev.parley.chat.text.TempId;
import dev.parley.gateway.api.BinaryRef;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;

/**
 * {@code chat:message} as a client sends it.
 *
 * @param data an optional binary part, or null
 */
public record PostRequest(@MessageText String content, @TempId String tempId, BinaryRef data) {
  @JsonbCreator
  public PostRequest(
      @JsonbProperty("content") String content,
      @JsonbProperty("tempId") String tempId,
      @JsonbProperty("data") BinaryRef data) {
    this.content = content;
    this.tempId = tempId;
    this.data = data;
  }
}
