package dev.parley.platform.lifecycle;

/** {@code server:maintenance}: this node is about to stop; what was sent is still handled. */
public record ServerMaintenance(String node) {}
