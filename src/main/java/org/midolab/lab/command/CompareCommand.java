package org.midolab.lab.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.midolab.lab.certificate.BundleFiles;
import org.midolab.lab.certificate.Certificate;
import org.midolab.lab.certificate.Comparison;
import org.midolab.lab.certificate.bundle.BundleException;
import org.midolab.lab.runtime.WrongUsage;
import org.midolab.lab.spec.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab compare BEFORE AFTER}. */
@Command(
    name = "compare",
    description = {
      "Shows what is different in two certificates, or reports: product, MidoLab, machine, features, and the"
          + " outcome of each scenario.",
      "It does not check them: 'lab verify' does. Ends with 1 if something is different."
    },
    footer = {"", "Example:", "  ./lab compare reports/certificates/a reports/certificates/b"},
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "BEFORE",
      description = "A bundle's directory, or the certificate in it.")
  private Path before;

  @Parameters(index = "1", paramLabel = "AFTER", description = "Another one.")
  private Path after;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine().getOut());
    var differences = Comparison.of(read(before), read(after)).differences();
    if (differences.isEmpty()) {
      console.line("  they say the same");
      return 0;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("WHAT", "BEFORE", "AFTER"));
    differences.forEach(
        d ->
            rows.add(
                List.of(
                    Printable.of(d.what()), Printable.of(d.before()), Printable.of(d.after()))));
    console.table(rows);
    return Lab.FAILED;
  }

  private static Certificate read(Path bundle) {
    try {
      return Comparison.read(BundleFiles.of(bundle));
    } catch (BundleException e) {
      throw new WrongUsage(Printable.of(bundle.toString()) + ": " + e.getMessage());
    }
  }
}
