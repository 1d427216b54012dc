package dev.parley.chat.direct;

import dev.parley.chat.direct.adapter.EmitterDirectFeed;
import dev.parley.chat.direct.boundary.DirectEvents;
import dev.parley.chat.direct.control.SendDirectMessage;
import dev.parley.gateway.api.Emitter;
import dev.parley.kernel.TimeSource;
import dev.parley.presence.api.OnlineUsers;
import dev.parley.presence.api.RootEvents;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts direct messages together; singletons that need no proxies. */
@Dependent
class DirectBeans {

  @Produces
  @Singleton
  static RootEvents events(OnlineUsers online, Emitter emitter, TimeSource time) {
    return new DirectEvents(new SendDirectMessage(online, new EmitterDirectFeed(emitter), time));
  }
}
