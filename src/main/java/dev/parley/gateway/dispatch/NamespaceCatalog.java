package dev.parley.gateway.dispatch;

import dev.parley.gateway.api.NamespaceModule;
import dev.parley.gateway.api.SharedEvents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every namespace with its events and handlers; complete and immutable once made. */
final class NamespaceCatalog {
  private final Map<String, Namespace> namespaces;

  private NamespaceCatalog(Map<String, Namespace> namespaces) {
    this.namespaces = namespaces;
  }

  /**
   * Collects what the features bring.
   *
   * @throws IllegalStateException naming the row, when two collide, a handler is missing or one too
   *     many, or a payload cannot be bound
   */
  static NamespaceCatalog of(List<NamespaceModule> modules, List<SharedEvents> shared) {
    Map<String, Namespace> namespaces = new HashMap<>();
    for (NamespaceModule module : modules) {
      Namespace namespace = Namespace.of(module, shared);
      if (namespaces.putIfAbsent(module.path(), namespace) != null) {
        throw new IllegalStateException("Two modules serve the namespace " + module.path());
      }
    }
    return new NamespaceCatalog(Map.copyOf(namespaces));
  }

  Optional<Namespace> find(String path) {
    return Optional.ofNullable(namespaces.get(path));
  }

  /** The paths of all namespaces. */
  Set<String> paths() {
    return namespaces.keySet();
  }
}
