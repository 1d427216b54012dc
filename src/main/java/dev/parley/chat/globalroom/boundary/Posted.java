package dev.parley.chat.globalroom.boundary;

/** The answer to {@code chat:message}. */
public record Posted(ChatMessage message, String tempId) {}
