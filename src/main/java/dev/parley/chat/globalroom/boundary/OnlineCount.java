package dev.parley.chat.globalroom.boundary;

/** {@code online:count}: how many users are in the room. */
public record OnlineCount(int count) {}
