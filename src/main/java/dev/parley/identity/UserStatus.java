package dev.parley.identity;

/** Whether a user may connect. */
public enum UserStatus {
  ACTIVE,
  SUSPENDED,
  CLOSED
}
