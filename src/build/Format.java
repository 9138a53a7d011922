import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the sources to google-java-format. Run by the build on JDK 25 and not inside Maven, whose
 * own JVM may be too old for the formatter.
 *
 * <p>{@code java Format.java check|write PATH...}; "check" exits 1 and names what is not formatted.
 */
class Format {

  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    Formatter formatter = new Formatter();
    List<Path> wrong = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      try (var files = Files.walk(Path.of(args[i]))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          String before = Files.readString(file);
          String ordered = ImportOrderer.reorderImports(before, Style.GOOGLE);
          String after = formatter.formatSource(RemoveUnusedImports.removeUnusedImports(ordered));
          if (!after.equals(before)) {
            wrong.add(file);
            if (write) {
              Files.writeString(file, after);
            }
          }
        }
      }
    }
    if (!write && !wrong.isEmpty()) {
      System.err.println(
          "Not formatted; fix: mvn process-sources exec:exec@format -Dformat.mode=write");
      wrong.forEach(file -> System.err.println("  " + file));
      System.exit(1);
    }
  }
}
