package dev.parley.chat.globalroom.boundary;

/**
 * The answer to {@code chat:message}.
 *
 * @param pending true while this node alone has the message, without a place, because the cluster's
 *     store is away; else null
 */
public record Posted(ChatMessage message, String tempId, Boolean pending) {}
