package dev.parley.bench.report;

import dev.parley.bench.subject.SubjectKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The figures of one scenario: of each subject, of each measure, one a round. */
public final class Sheet {
  private final String scenario;
  private final String title;
  private final List<SubjectKind> subjects;
  private final Map<SubjectKind, Map<Measure, List<Double>>> figures =
      new EnumMap<>(SubjectKind.class);

  /**
   * An empty one.
   *
   * @param title what is done, in a sentence or two
   * @param subjects in the order of the columns
   */
  public Sheet(String scenario, String title, List<SubjectKind> subjects) {
    this.scenario = scenario;
    this.title = title;
    this.subjects = List.copyOf(subjects);
    subjects.forEach(kind -> figures.put(kind, new EnumMap<>(Measure.class)));
  }

  public String scenario() {
    return scenario;
  }

  public String title() {
    return title;
  }

  public List<SubjectKind> subjects() {
    return subjects;
  }

  /** Takes the figure of one more round. */
  public void add(SubjectKind kind, Measure measure, double figure) {
    figures.get(kind).computeIfAbsent(measure, none -> new ArrayList<>()).add(figure);
  }

  /** The figures of the rounds, in their order; empty when there are none. */
  public List<Double> rounds(SubjectKind kind, Measure measure) {
    return List.copyOf(figures.getOrDefault(kind, Map.of()).getOrDefault(measure, List.of()));
  }

  /** The median of the rounds, or their sum for counts; nothing when there are none. */
  public OptionalDouble figure(SubjectKind kind, Measure measure) {
    List<Double> rounds = new ArrayList<>(rounds(kind, measure));
    if (rounds.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (measure.isCount()) {
      return OptionalDouble.of(rounds.stream().mapToDouble(Double::doubleValue).sum());
    }
    Collections.sort(rounds);
    int middle = rounds.size() / 2;
    return OptionalDouble.of(
        rounds.size() % 2 == 1
            ? rounds.get(middle)
            : (rounds.get(middle - 1) + rounds.get(middle)) / 2);
  }
}
