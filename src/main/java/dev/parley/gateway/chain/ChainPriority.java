package dev.parley.gateway.chain;

/** The order of the chain: the lower, the further out. */
final class ChainPriority {
  static final int LOGGING = 100;
  static final int METRICS = 200;
  static final int ERROR_MAPPING = 300;
  static final int AUTHORIZATION = 400;
  static final int THROTTLING = 500;
  static final int VALIDATION = 600;

  private ChainPriority() {}
}
