package dev.parley.socketio.session;

import dev.parley.gateway.api.Gateway;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The handler as a bean; {@code @Singleton} alone does not make a class one. */
@Dependent
class SocketIoBeans {
  @Produces
  @Singleton
  SocketIoHandler handler(Gateway gateway, Scheduler scheduler, Settings settings) {
    return new SocketIoHandler(gateway, scheduler, settings);
  }
}
