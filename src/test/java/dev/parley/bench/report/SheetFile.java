package dev.parley.bench.report;

import dev.parley.bench.subject.SubjectKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A sheet as a file of comma-separated values, one line a figure, so that scenarios can be measured
 * one by one and the page still shows all.
 *
 * @param measured when and how it was measured, in a line
 */
public record SheetFile(Sheet sheet, String measured) {
  private static final String HEAD = "subject,measure,round,figure";

  /** Writes it into a folder, over an older one of the same scenario. */
  public void write(Path folder) {
    List<String> lines = new ArrayList<>();
    lines.add("# " + sheet.title());
    lines.add("# " + measured);
    lines.add("# " + String.join(",", sheet.subjects().stream().map(SubjectKind::name).toList()));
    lines.add(HEAD);
    for (SubjectKind kind : sheet.subjects()) {
      for (Measure measure : Measure.values()) {
        int round = 0;
        for (double figure : sheet.rounds(kind, measure)) {
          lines.add(kind + "," + measure + ',' + ++round + ',' + figure);
        }
      }
    }
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(sheet.scenario() + ".csv"), lines);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot write to " + folder, failure);
    }
  }

  /** All that are in a folder, by name. */
  public static List<SheetFile> readAll(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".csv"))
          .sorted()
          .map(SheetFile::read)
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot read " + folder, failure);
    }
  }

  private static SheetFile read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      String name = file.getFileName().toString().replace(".csv", "");
      Sheet sheet =
          new Sheet(
              name,
              lines.get(0).substring(2),
              Stream.of(lines.get(2).substring(2).split(",", -1))
                  .map(SubjectKind::valueOf)
                  .toList());
      for (String line : lines.subList(4, lines.size())) {
        String[] fields = line.split(",", -1);
        sheet.add(
            SubjectKind.valueOf(fields[0]),
            Measure.valueOf(fields[1]),
            Double.parseDouble(fields[3]));
      }
      return new SheetFile(sheet, lines.get(1).substring(2));
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot read " + file, failure);
    }
  }
}
