package dev.parley.bench.report;

/**
 * Something that the figures are to show.
 *
 * @param text what, with its bound
 * @param figure what was measured, as text; empty when it was not
 */
record Target(String text, String figure, Verdict verdict) {
  /** Whether it does. */
  enum Verdict {
    MET("met"),
    NOT_MET("**not met**"),
    NOT_MEASURED("not measured");

    private final String label;

    Verdict(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }

    static Verdict of(boolean met) {
      return met ? MET : NOT_MET;
    }
  }

  static Target notMeasured(String text) {
    return new Target(text, "", Verdict.NOT_MEASURED);
  }
}
