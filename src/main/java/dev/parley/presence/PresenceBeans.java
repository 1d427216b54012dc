package dev.parley.presence;

import dev.parley.cluster.api.Roster;
import dev.parley.gateway.api.Emitter;
import dev.parley.gateway.api.NamespaceModule;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Settings;
import dev.parley.presence.adapter.EmitterFriendFeed;
import dev.parley.presence.adapter.EmitterUserNotifier;
import dev.parley.presence.api.Contacts;
import dev.parley.presence.api.RootEvents;
import dev.parley.presence.api.RootNamespace;
import dev.parley.presence.api.UserNotifier;
import dev.parley.presence.boundary.PresenceNamespace;
import dev.parley.presence.control.FriendAnnouncer;
import dev.parley.presence.control.Presence;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts presence together; singletons that need no proxies. */
@Dependent
class PresenceBeans {

  @Produces
  @Singleton
  static Presence presence(
      Roster roster, Contacts contacts, Emitter emitter, Scheduler scheduler, Settings settings) {
    roster.listen(
        RootNamespace.PATH,
        new PresenceSettings(settings).grace(),
        new FriendAnnouncer(contacts, new EmitterFriendFeed(emitter), scheduler));
    return new Presence(roster);
  }

  @Produces
  @Singleton
  static UserNotifier notifier(Emitter emitter) {
    return new EmitterUserNotifier(emitter);
  }

  @Produces
  @Singleton
  static NamespaceModule namespace(
      Presence presence, Contacts contacts, @Any Instance<RootEvents> others) {
    return new PresenceNamespace(presence, contacts, others.stream().toList());
  }
}
