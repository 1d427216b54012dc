package dev.parley.gateway.api;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;

/**
 * A binary field of a payload record: the place of an attachment.
 *
 * <p>{@link EventContext#attachment} resolves it; the protocol layer has checked that placeholders
 * and attachments match.
 */
public record BinaryRef(@JsonbProperty("_placeholder") boolean placeholder, int num) {
  @JsonbCreator
  public BinaryRef(
      @JsonbProperty("_placeholder") boolean placeholder, @JsonbProperty("num") int num) {
    this.placeholder = placeholder;
    this.num = num;
  }
}
