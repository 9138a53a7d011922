package org.midolab.lab.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.concurrent.Callable;
import org.midolab.lab.certificate.BundleFiles;
import org.midolab.lab.certificate.Verdict;
import org.midolab.lab.certificate.Verifier;
import org.midolab.lab.certificate.key.KeyRing;
import org.midolab.lab.certificate.profile.Profile;
import org.midolab.lab.certificate.run.Software;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.spec.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab verify CERTIFICATE}. */
@Command(
    name = "verify",
    description = {
      "Checks a certificate from the directory that it lies in, without a lab, root, Docker or a network.",
      "Three verdicts: signature (a trusted key, not revoked, not expired), consistency (hashes, log, canonical"
          + " list, times, completeness), and re-evaluation of every assertion from the evidence.",
      "Ends with 1 if one of them is not good, with a sentence for each fault."
    },
    footer = {
      "",
      "Example:",
      "  ./lab verify reports/certificates/quickstart-uplink-20261128T100000Z"
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  @Parameters(
      arity = "1",
      paramLabel = "CERTIFICATE",
      description = "A bundle's directory, or the certificate.dsse.json in it.")
  private Path certificate;

  @Option(
      names = "--revoked",
      paramLabel = "FILE",
      description = "A revocation file beside your own one, such as the issuer's.")
  private Path revoked;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Console console = new Console(spec.commandLine().getOut());
    LabHome home = LabHome.find();
    KeyRing keys = KeyRing.find();
    var revocations = new HashMap<>(keys.revoked());
    if (revoked != null) {
      revocations.putAll(KeyRing.revocations(revoked));
    }
    var verification =
        new Verifier(
                keys,
                revocations,
                name -> Profile.named(home.features(), name),
                Software.of(home, Lab.VERSION))
            .verify(BundleFiles.of(certificate), Instant.now());
    verification.verdicts().forEach(verdict -> print(console, verdict));
    String start = verification.isGood() ? "" : "NOT CONFIRMED: ";
    verification.certificate().ifPresent(c -> say(console, start + c.headline()));
    verification
        .certificate()
        .ifPresent(c -> say(console, "run " + c.started() + ", counts until " + c.expires()));
    return verification.isGood() ? 0 : Lab.FAILED;
  }

  private static void print(Console console, Verdict verdict) {
    console.line(
        "  %s %-14s %s"
            .formatted(
                verdict.isGood() ? "✓" : "✗",
                verdict.question(),
                verdict.isGood()
                    ? Printable.sentence(verdict.remark())
                    : verdict.faults().size() + " faults"));
    verdict.faults().forEach(fault -> say(console, "    " + fault));
  }

  /** Makes the text safe, because the bundle may come from anybody. */
  private static void say(Console console, String text) {
    console.line("  " + Printable.sentence(text));
  }
}
