package dev.parley.bench.scenario;

import dev.parley.bench.report.Sheet;
import dev.parley.bench.subject.Subject;
import dev.parley.bench.subject.SubjectKind;
import java.util.List;

/** One thing that subjects are put through, by turns, round by round. */
public interface Scenario {
  /** Its name, for choosing it and for its file. */
  String name();

  /** What is done, in a sentence or two. */
  String title();

  /** Who is measured; the order of the columns. */
  List<SubjectKind> subjects();

  /** Whether every round wants a subject that has just been started. */
  default boolean startsAnew() {
    return false;
  }

  /** How many rounds, of those that are configured. */
  default int rounds(int configured) {
    return configured;
  }

  /** Connects those who are to be there; before the warm-up, and before each measurement. */
  void connect(Bench bench, Subject subject);

  /** Puts the subject under load, once, so that its code is compiled. */
  void warmUp(Bench bench, Subject subject);

  /** Takes the figures of one round. */
  void measure(Bench bench, Subject subject, Sheet sheet);

  /** Lets everybody leave: while others are measured, nobody is here. */
  void disconnect(Bench bench, Subject subject);
}
