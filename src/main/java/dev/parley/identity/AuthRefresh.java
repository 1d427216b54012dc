package dev.parley.identity;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** {@code auth:refresh} as a client sends it. */
public record AuthRefresh(
    @NotNull(message = "must be given")
        @Size(min = 1, max = 8_192, message = "must be 1 to 8192 characters")
        String token) {
  @JsonbCreator
  public AuthRefresh(@JsonbProperty("token") String token) {
    this.token = token;
  }

  /** The token stays out of whatever prints a record. */
  @Override
  public String toString() {
    return "AuthRefresh[]";
  }
}
