package dev.parley.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bench.subject.SubjectKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SheetTest {
  private final Sheet sheet =
      new Sheet("some", "What is done.", List.of(SubjectKind.PARLEY, SubjectKind.REFERENCE));

  @Test
  void theMedianOfTheRoundsCounts() {
    for (double figure : new double[] {9, 1, 2, 30, 3}) {
      sheet.add(SubjectKind.PARLEY, Measure.P99, figure);
    }
    sheet.add(SubjectKind.REFERENCE, Measure.P99, 1);
    sheet.add(SubjectKind.REFERENCE, Measure.P99, 4);

    assertThat(sheet.figure(SubjectKind.PARLEY, Measure.P99)).hasValue(3);
    assertThat(sheet.figure(SubjectKind.REFERENCE, Measure.P99)).hasValue(2.5);
    assertThat(sheet.figure(SubjectKind.PARLEY, Measure.P50)).isEmpty();
  }

  @Test
  void lossesOfAllRoundsAddUp() {
    sheet.add(SubjectKind.PARLEY, Measure.LOST, 0);
    sheet.add(SubjectKind.PARLEY, Measure.LOST, 0);
    sheet.add(SubjectKind.PARLEY, Measure.LOST, 2);

    assertThat(sheet.figure(SubjectKind.PARLEY, Measure.LOST)).hasValue(2);
  }

  @Test
  void aFileKeepsEveryRound(@TempDir Path folder) {
    sheet.add(SubjectKind.PARLEY, Measure.P99, 1.25);
    sheet.add(SubjectKind.PARLEY, Measure.P99, 0.1);
    sheet.add(SubjectKind.REFERENCE, Measure.P99, 7);

    new SheetFile(sheet, "Measured somehow.").write(folder);
    SheetFile read = SheetFile.readAll(folder).get(0);

    assertThat(read.measured()).isEqualTo("Measured somehow.");
    assertThat(read.sheet().title()).isEqualTo(sheet.title());
    assertThat(read.sheet().subjects()).isEqualTo(sheet.subjects());
    assertThat(read.sheet().rounds(SubjectKind.PARLEY, Measure.P99)).containsExactly(1.25, 0.1);
    assertThat(read.sheet().rounds(SubjectKind.REFERENCE, Measure.P99)).containsExactly(7.0);
  }
}
