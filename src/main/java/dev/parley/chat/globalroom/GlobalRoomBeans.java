package dev.parley.chat.globalroom;

import dev.parley.chat.globalroom.adapter.EmitterMessageFeed;
import dev.parley.chat.globalroom.adapter.EmitterRoomFeed;
import dev.parley.chat.globalroom.adapter.MemoryGlobalMessages;
import dev.parley.chat.globalroom.adapter.RoomContacts;
import dev.parley.chat.globalroom.adapter.RoomLog;
import dev.parley.chat.globalroom.boundary.GlobalChatNamespace;
import dev.parley.chat.globalroom.control.GlobalMessages;
import dev.parley.chat.globalroom.control.PostMessage;
import dev.parley.chat.globalroom.control.RoomFeed;
import dev.parley.chat.globalroom.control.RoomMembers;
import dev.parley.cluster.api.Roster;
import dev.parley.cluster.api.StandingRooms;
import dev.parley.gateway.api.Emitter;
import dev.parley.gateway.api.LogListener;
import dev.parley.gateway.api.NamespaceModule;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Settings;
import dev.parley.kernel.TimeSource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Puts the feature together; the one place that knows which adapter stands behind a port.
 *
 * <p>Produced as singletons, so the classes need no proxies and stay final.
 */
@Dependent
class GlobalRoomBeans {

  @Produces
  @Singleton
  static GlobalRoomSettings settings(Settings settings) {
    return new GlobalRoomSettings(settings);
  }

  @Produces
  @Singleton
  static GlobalMessages messages(GlobalRoomSettings settings) {
    return new MemoryGlobalMessages(settings.historyMessages(), settings.historyBytes());
  }

  @Produces
  @Singleton
  static LogListener log(GlobalMessages messages) {
    return new RoomLog(messages);
  }

  @Produces
  @Singleton
  static RoomFeed feed(Emitter emitter) {
    return new EmitterRoomFeed(emitter);
  }

  @Produces
  @Singleton
  static RoomMembers members(
      RoomFeed feed,
      RoomContacts visitors,
      Roster roster,
      Scheduler scheduler,
      GlobalRoomSettings settings) {
    return new RoomMembers(
        GlobalChatNamespace.PATH, feed, visitors, roster, scheduler, settings.countInterval());
  }

  @Produces
  @Singleton
  static RoomContacts contacts(StandingRooms rooms, Emitter emitter) {
    return new RoomContacts(rooms, emitter);
  }

  @Produces
  @Singleton
  static NamespaceModule namespace(
      Emitter emitter, TimeSource time, GlobalMessages messages, RoomMembers members) {
    return new GlobalChatNamespace(
        new PostMessage(new EmitterMessageFeed(emitter), time), messages, members);
  }
}
