package org.midolab.lab.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import org.midolab.lab.certificate.BundleFiles;
import org.midolab.lab.certificate.Issuer;
import org.midolab.lab.certificate.ProfileRun;
import org.midolab.lab.certificate.key.KeyRing;
import org.midolab.lab.certificate.profile.Product;
import org.midolab.lab.certificate.profile.Profile;
import org.midolab.lab.certificate.run.Host;
import org.midolab.lab.certificate.run.Load;
import org.midolab.lab.certificate.run.Software;
import org.midolab.lab.guide.LabGuide;
import org.midolab.lab.runtime.WrongUsage;
import org.midolab.lab.spec.LabName;
import org.midolab.lab.spec.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab certify [LAB]}. */
@Command(
    name = "certify",
    description = {
      "Checks the scenarios of a profile on a lab on which the guide was performed ('lab up'), and signs a"
          + " certificate.",
      "Scenarios that change a setting or break an uplink come last. Each undoes what it did, unless the"
          + " run is interrupted. They take about 40 minutes, because each cause of failover is tried 20"
          + " times.",
      "Writes the certificate, the log and every raw answer to a new directory in reports/certificates.",
      "Needs a signing key ('lab key new') and the declaration of the product (--product).",
      "If a scenario fails or was not run, or if the machine was too busy, it writes a report with the"
          + " reasons instead of a certificate, and ends with 1.",
      "Anybody can check the certificate with 'lab verify'."
    },
    footer = {"", "Example:", "  ./lab certify quickstart"},
    mixinStandardHelpOptions = true)
final class CertifyCommand implements Callable<Integer> {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  @Parameters(
      arity = "0..1",
      paramLabel = "LAB",
      converter = LabArgument.class,
      description = "The lab; not needed while only one is up.")
  private LabName word;

  @Mixin private RunningLab running;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      defaultValue = "uplink",
      description =
          "The profile, a file NAME.yaml in features/profiles. Default: ${DEFAULT-VALUE}.")
  private String profile;

  @Option(
      names = "--product",
      paramLabel = "FILE",
      description =
          "The declaration of the product's vendor. Default: product.yaml in the lab file's directory.")
  private Path product;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine().getOut());
    var key = KeyRing.find().signing();
    try (var lab = running.attach(word);
        var guide = LabGuide.on(lab)) {
      var wanted = profile(lab.home().features());
      var declared = declared(lab.source(), wanted);
      // A lab without these scenarios is refused before anything is written.
      guide.runner().exactly(declared.selection(wanted)).plan();
      var files =
          bundle(lab.home().reports().resolve("certificates"), lab.name() + "-" + wanted.profile());
      var progress = new WalkProgress(console, true);
      try (var _ = AtExit.run(() -> console.line(interrupted(progress, lab.name().value())))) {
        new ProfileRun(files, wanted, declared, InstantSource.system())
            .walk(
                new ProfileRun.Place(
                    lab.name().value(),
                    Software.of(lab.home(), Lab.VERSION),
                    Host.here(),
                    Load::now),
                guide.runner(),
                progress);
      }
      return tell(console, new Issuer(files, wanted, declared).issue(key, Instant.now()));
    }
  }

  /** Returns the message about a run that a signal ends: its last scenario is not undone then. */
  static String interrupted(WalkProgress progress, String lab) {
    return """

      %1$s; no certificate was written.
      A change or a fault of the last scenario may remain. Make the lab anew: ./lab down %2$s; ./lab up %2$s"""
        .formatted(progress.interrupted(), lab);
  }

  private Profile profile(Path features) {
    return Profile.named(features, profile)
        .orElseThrow(
            () ->
                new WrongUsage(
                    "no profile '%s' in %s"
                        .formatted(Printable.of(profile), features.resolve(Profile.DIRECTORY))));
  }

  /**
   * Reads the product's declaration.
   *
   * @throws WrongUsage if there is none, or it does not match the profile; nothing has run by then
   */
  private Product declared(Path labFile, Profile wanted) {
    var file = product != null ? product : labFile.resolveSibling(Product.FILE);
    if (!Files.isRegularFile(file)) {
      throw new WrongUsage(
          "there is no declaration of a product: "
              + Printable.of(file.toString())
              + "; name its file with --product (format: src/site/markdown/certification.md)");
    }
    var declared = Product.read(file);
    var faults = declared.faults(wanted, LocalDate.now(ZoneOffset.UTC));
    if (!faults.isEmpty()) {
      throw new WrongUsage(file + ": " + String.join("; ", faults));
    }
    return declared;
  }

  private static BundleFiles bundle(Path directory, String name) {
    try {
      var bundle = directory.resolve(name + "-" + STAMP.format(Instant.now()));
      Files.createDirectories(directory);
      return new BundleFiles(Files.createDirectory(bundle));
    } catch (IOException e) {
      throw new UncheckedIOException("the directory cannot be created in " + directory, e);
    }
  }

  private static int tell(Console console, Issuer.Issued issued) {
    console.line("");
    console.line("  " + issued.data().headline());
    issued.data().refusals().forEach(r -> console.line("    " + Printable.sentence(r)));
    issued
        .certificate()
        .ifPresentOrElse(
            file -> {
              console.line("  page: " + issued.page());
              console.line("  check it with: ./lab verify " + file);
            },
            () -> console.line("  report, not a certificate: " + issued.page()));
    return issued.certificate().isPresent() ? 0 : Lab.FAILED;
  }
}
