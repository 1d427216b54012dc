package dev.parley.chat.globalroom.boundary;

import java.util.List;

/**
 * {@code online:users}: who is in the room.
 *
 * @param users longest here first, at most 500
 * @param count how many there are in all
 */
public record OnlineUsers(List<OnlineUser> users, int count) {
  public OnlineUsers {
    users = List.copyOf(users);
  }

  /**
   * One of them.
   *
   * @param devices on how many: sockets of one device id are one
   */
  public record OnlineUser(String userId, String name, int devices) {}
}
