package dev.parley.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.bench.subject.SubjectKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakSeriesTest {
  private final SoakSeries series = new SoakSeries(SubjectKind.PARLEY_CLUSTER);

  @Test
  void growthComparesTheLastQuarterWithTheSecond() {
    for (int i = 0; i < 40; i++) {
      series.add(new SoakSeries.Sample(i, i < 10 ? 500 : 100, 100 + i, 20, 3, 0, 1));
    }

    assertThat(series.growth(SoakSeries.Line.HEAP)).isZero();
    assertThat(series.growth(SoakSeries.Line.RSS)).isCloseTo(17.5, within(0.1));
    assertThat(series.growth(SoakSeries.Line.REDIS_KEYS)).isZero();
  }

  @Test
  void aLineWithoutNumbersHasNoPanel(@TempDir Path folder) throws IOException {
    series.add(new SoakSeries.Sample(0, Double.NaN, 100, 20, 3, 5, 1));
    series.add(new SoakSeries.Sample(60, Double.NaN, 101, 20, 3, 5, 1));

    series.write(folder, folder);

    String plot = Files.readString(folder.resolve("img/soak-parley-cluster.svg"));
    assertThat(plot).contains("RSS, MB").doesNotContain("live heap").doesNotContain("NaN");
    assertThat(Files.readAllLines(folder.resolve("soak-samples/parley-cluster.csv")))
        .containsExactly(
            "second,live heap MB,RSS MB,threads,Redis clients,Redis keys,p99 of direct messages ms",
            "0,,100.00,20.00,3.00,5.00,1.00",
            "60,,101.00,20.00,3.00,5.00,1.00");
  }
}
