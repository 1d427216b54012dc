package dev.parley.gateway.dispatch;

import dev.parley.gateway.api.EventHandler;
import dev.parley.gateway.api.InboundEvent;
import dev.parley.gateway.api.NamespaceModule;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.gateway.api.SharedEvents;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** One namespace: its module, the events that all share, and a handler for each inbound row. */
final class Namespace {
  private static final Pattern PATH = Pattern.compile("/([A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*)?");
  // What Socket.IO keeps for itself, on either side.
  private static final Set<String> RESERVED =
      Set.of(
          "connect",
          "connect_error",
          "disconnect",
          "disconnecting",
          "newListener",
          "removeListener");

  private final NamespaceModule module;
  private final List<SharedEvents> shared;
  private final Map<String, InboundEvent> rows;
  private final Map<InboundEvent, EventHandler<?>> handlers;

  private Namespace(
      NamespaceModule module,
      List<SharedEvents> shared,
      Map<String, InboundEvent> rows,
      Map<InboundEvent, EventHandler<?>> handlers) {
    this.module = module;
    this.shared = List.copyOf(shared);
    this.rows = Map.copyOf(rows);
    this.handlers = Map.copyOf(handlers);
  }

  static Namespace of(NamespaceModule module, List<SharedEvents> shared) {
    String path = module.path();
    if (!PATH.matcher(path).matches()) {
      throw new IllegalStateException("Not the path of a namespace: " + path);
    }
    Map<String, InboundEvent> rows = new HashMap<>();
    Map<InboundEvent, EventHandler<?>> handlers = new HashMap<>();
    List<OutboundEvent> outbound = new ArrayList<>(module.outboundEvents());
    addAll(path, module.inboundEvents(), rows);
    HandlerTable own = new HandlerTable(path, module.inboundEvents());
    module.register(own);
    handlers.putAll(own.complete());
    for (SharedEvents events : shared) {
      addAll(path, events.inboundEvents(), rows);
      HandlerTable table = new HandlerTable(path, events.inboundEvents());
      events.register(table);
      handlers.putAll(table.complete());
      outbound.addAll(events.outboundEvents());
    }
    checkOutbound(path, outbound);
    return new Namespace(module, shared, rows, handlers);
  }

  String path() {
    return module.path();
  }

  NamespaceModule module() {
    return module;
  }

  List<SharedEvents> shared() {
    return shared;
  }

  /** The row of a wire name, or null. */
  InboundEvent row(String wireName) {
    return rows.get(wireName);
  }

  EventHandler<?> handler(InboundEvent row) {
    return handlers.get(row);
  }

  private static void addAll(
      String path, List<? extends InboundEvent> events, Map<String, InboundEvent> rows) {
    for (InboundEvent event : events) {
      String where = "inbound event " + event.wireName() + " of " + path;
      checkName(where, event.wireName());
      checkRecord(where, event.payload());
      if (rows.putIfAbsent(event.wireName(), event) != null) {
        throw new IllegalStateException("Two rows for the " + where);
      }
    }
  }

  private static void checkOutbound(String path, List<OutboundEvent> events) {
    Set<String> names = new HashSet<>();
    for (OutboundEvent event : events) {
      String where = "outbound event " + event.wireName() + " of " + path;
      checkName(where, event.wireName());
      checkRecord(where, event.payload());
      if (!names.add(event.wireName())) {
        throw new IllegalStateException("Two rows for the " + where);
      }
    }
  }

  private static void checkName(String where, String wireName) {
    if (wireName.isBlank() || RESERVED.contains(wireName)) {
      throw new IllegalStateException("A reserved or empty name: " + where);
    }
  }

  /** JSON-B reads and writes public records only, and says so at the first event, not at start. */
  private static void checkRecord(String where, Class<?> payload) {
    if (!payload.isRecord() || !Modifier.isPublic(payload.getModifiers())) {
      throw new IllegalStateException(
          "The payload " + payload.getName() + " is not a public record: " + where);
    }
  }
}
