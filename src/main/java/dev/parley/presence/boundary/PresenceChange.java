package dev.parley.presence.boundary;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** {@code presence:set} as a client sends it. */
public record PresenceChange(
    @NotNull(message = "is required")
        @Pattern(regexp = "online|away", message = "must be online or away")
        String status) {
  @JsonbCreator
  public PresenceChange(@JsonbProperty("status") String status) {
    this.status = status;
  }

  boolean saysAway() {
    return "away".equals(status);
  }
}
