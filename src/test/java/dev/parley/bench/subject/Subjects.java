package dev.parley.bench.subject;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The subjects that run now; those of one scenario run at the same time. */
public final class Subjects implements AutoCloseable {
  private final JvmOptions jvm;
  private final Map<SubjectKind, Subject> running = new EnumMap<>(SubjectKind.class);

  public Subjects(JvmOptions jvm) {
    this.jvm = jvm;
  }

  /** Lets these run, and no others. */
  public void only(List<SubjectKind> kinds) {
    Set<SubjectKind> others = EnumSet.noneOf(SubjectKind.class);
    others.addAll(running.keySet());
    kinds.forEach(others::remove);
    others.forEach(kind -> running.remove(kind).close());
    kinds.forEach(this::get);
  }

  /** The running one of that kind; started when it is not running. */
  public Subject get(SubjectKind kind) {
    return running.computeIfAbsent(kind, this::start);
  }

  /** A new one of that kind, which knows nothing of what was before. */
  public Subject anew(SubjectKind kind) {
    Subject old = running.remove(kind);
    if (old != null) {
      old.close();
    }
    return get(kind);
  }

  private Subject start(SubjectKind kind) {
    return switch (kind) {
      case PARLEY, PARLEY_CLUSTER, LIBERTY -> ParleySubject.start(kind, jvm);
      case REFERENCE -> ReferenceSubject.start(kind, 1);
      case REFERENCE_CORES ->
          ReferenceSubject.start(kind, Runtime.getRuntime().availableProcessors());
      case REFERENCE_CLUSTER -> ReferenceSubject.start(kind, 3);
    };
  }

  @Override
  public void close() {
    running.values().forEach(Subject::close);
    running.clear();
  }
}
