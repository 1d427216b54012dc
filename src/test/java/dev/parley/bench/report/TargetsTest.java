package dev.parley.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bench.subject.SubjectKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetsTest {
  private final Sheet fanOut =
      new Sheet(
          "fan-out-1000",
          "",
          List.of(SubjectKind.PARLEY, SubjectKind.REFERENCE, SubjectKind.LIBERTY));

  @Test
  void whatWasNotMeasuredIsNeitherMetNorMissed() {
    assertThat(new Targets(Map.of()).all())
        .isNotEmpty()
        .allSatisfy(target -> assertThat(target.verdict()).isEqualTo(Target.Verdict.NOT_MEASURED));
  }

  @Test
  void aTargetIsHeldAgainstTheMedians() {
    fanOut.add(SubjectKind.PARLEY, Measure.DELIVERY_CPU, 7.0);
    fanOut.add(SubjectKind.REFERENCE, Measure.DELIVERY_CPU, 10.0);
    fanOut.add(SubjectKind.LIBERTY, Measure.DELIVERY_CPU, 5.0);

    assertThat(verdict("at most 0.75 of the reference")).isEqualTo(Target.Verdict.MET);
    assertThat(verdict("within 1.25 of Liberty")).isEqualTo(Target.Verdict.NOT_MET);
    assertThat(verdict("at least 1.8 times")).isEqualTo(Target.Verdict.NOT_MEASURED);
  }

  @Test
  void aLossAnywhereMissesTheTarget() {
    fanOut.add(SubjectKind.PARLEY, Measure.LOST, 1);
    fanOut.add(SubjectKind.PARLEY, Measure.DOUBLED, 0);
    fanOut.add(SubjectKind.REFERENCE, Measure.DOUBLED, 9);

    assertThat(verdict("no message lost")).isEqualTo(Target.Verdict.NOT_MET);
    assertThat(verdict("no message doubled")).isEqualTo(Target.Verdict.MET);
  }

  private Target.Verdict verdict(String part) {
    return new Targets(Map.of("fan-out-1000", fanOut))
        .all().stream()
            .filter(target -> target.text().contains(part))
            .findFirst()
            .orElseThrow()
            .verdict();
  }
}
