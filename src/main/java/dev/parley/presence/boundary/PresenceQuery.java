package dev.parley.presence.boundary;

import dev.parley.identity.api.UserId;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/** {@code presence:get} as a client sends it. */
public record PresenceQuery(
    @NotNull(message = "is required")
        @Size(min = 1, max = 100, message = "must name 1 to 100 users")
        List<@UserId String> userIds) {
  @JsonbCreator
  public PresenceQuery(@JsonbProperty("userIds") List<String> userIds) {
    this.userIds = userIds;
  }
}
