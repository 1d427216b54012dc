package dev.parley.presence;

import dev.parley.gateway.api.Emitter;
import dev.parley.gateway.api.NamespaceModule;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Settings;
import dev.parley.kernel.TimeSource;
import dev.parley.presence.adapter.EmitterFriendFeed;
import dev.parley.presence.api.Contacts;
import dev.parley.presence.api.RootEvents;
import dev.parley.presence.boundary.PresenceNamespace;
import dev.parley.presence.control.FriendAnnouncer;
import dev.parley.presence.control.FriendFeed;
import dev.parley.presence.control.PresenceTracker;
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
  static PresenceTracker tracker(
      Contacts contacts, Emitter emitter, Scheduler scheduler, TimeSource time, Settings settings) {
    FriendFeed feed = new EmitterFriendFeed(emitter);
    return new PresenceTracker(
        scheduler,
        time,
        new PresenceSettings(settings).grace(),
        new FriendAnnouncer(contacts, feed));
  }

  @Produces
  @Singleton
  static NamespaceModule namespace(PresenceTracker tracker, @Any Instance<RootEvents> others) {
    return new PresenceNamespace(tracker, others.stream().toList());
  }
}
