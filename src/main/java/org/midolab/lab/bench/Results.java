package org.midolab.lab.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The figures of one run of a benchmark.
 *
 * @param name of the benchmark; the files' names contain it: {@code bench-NAME.json}
 * @param at when the benchmark ran
 * @param notes explanations for readers, one sentence each
 */
public record Results(
    String name, Instant at, Machine machine, List<Series> series, List<String> notes) {

  public Results {
    series = List.copyOf(series);
    notes = List.copyOf(notes);
  }

  static Results of(String name, Machine machine, List<Series> series, List<String> notes) {
    return new Results(name, Instant.now().truncatedTo(ChronoUnit.SECONDS), machine, series, notes);
  }

  /** Reports whether every median meets its bound. */
  public boolean meetsBounds() {
    return series.stream().allMatch(Series::meetsBound);
  }

  /** Returns the table's rows, with the header first. */
  public List<List<String>> table() {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("FIGURE", "MEDIAN", "UNIT", "BOUND", "", "MIN", "MAX", "ROUNDS"));
    for (var one : series) {
      rows.add(
          List.of(
              one.name(),
              number(one.median()),
              one.unit(),
              one.bound(),
              one.bound().isEmpty() ? "" : one.meetsBound() ? "✓" : "✗",
              number(one.smallest()),
              number(one.greatest()),
              Integer.toString(one.values().size())));
    }
    return rows;
  }

  /** Returns the lines below the table. */
  public List<String> remarks() {
    var remarks = new ArrayList<>(notes);
    remarks.add(machine.sentence());
    return remarks;
  }

  /** Writes {@code bench-NAME.json} and {@code bench-NAME.md}. Returns their paths. */
  public List<Path> write(Path reports) {
    Path json = reports.resolve("bench-" + name + ".json");
    Path markdown = reports.resolve("bench-" + name + ".md");
    try {
      Files.createDirectories(reports);
      Files.writeString(json, json() + "\n");
      Files.writeString(markdown, markdown());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(json, markdown);
  }

  private String json() throws IOException {
    var figures = new ArrayList<Map<String, Object>>();
    for (var one : series) {
      var figure = new LinkedHashMap<String, Object>();
      figure.put("name", one.name());
      figure.put("unit", one.unit());
      figure.put("median", one.median());
      figure.put("asked", one.bound());
      figure.put("holds", one.meetsBound());
      figure.put("values", one.values());
      figures.add(figure);
    }
    var all = new LinkedHashMap<String, Object>();
    all.put("benchmark", name);
    all.put("at", at.toString());
    all.put("machine", machine);
    all.put("figures", figures);
    all.put("notes", notes);
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(all);
  }

  private String markdown() {
    var rows = table();
    var text = new StringBuilder("# bench " + name + ", " + at + "\n\n");
    text.append(line(rows.getFirst()))
        .append(line(rows.getFirst().stream().map(c -> "---").toList()));
    rows.stream().skip(1).forEach(row -> text.append(line(row)));
    text.append("\n");
    remarks().forEach(remark -> text.append("* ").append(remark).append("\n"));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /** Formats a value with three significant digits. */
  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }
}
