package org.midolab.lab.command;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.midolab.lab.certificate.key.KeyId;
import org.midolab.lab.certificate.key.KeyRing;
import org.midolab.lab.certificate.key.TrustedKey;
import org.midolab.lab.spec.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code lab key new}, {@code show}, {@code trust} and {@code revoke}. */
@Command(
    name = "key",
    description = {
      "Manages the key that signs certificates, and the public keys that 'lab verify' trusts.",
      "They are stored in $XDG_CONFIG_HOME/midolab or ~/.config/midolab. No command shows the private key."
    },
    footer = {"", "Example:", "  ./lab key show"},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    subcommands = {
      KeyCommand.New.class,
      KeyCommand.Show.class,
      KeyCommand.Trust.class,
      KeyCommand.Revoke.class
    })
final class KeyCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "WHAT is missing: new, show, trust or revoke");
  }

  /** {@code lab key new}. */
  @Command(
      name = "new",
      description = {
        "Creates the key pair that signs certificates, adds its public key to the trusted keys, and prints it.",
        "There is only one signing key: if it exists, the command changes nothing and ends with 2."
      },
      footer = {"", "Example:", "  ./lab key new"},
      mixinStandardHelpOptions = true)
  static final class New implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      Console console = new Console(spec.commandLine().getOut());
      KeyRing keys = KeyRing.find();
      TrustedKey key = keys.create();
      console.line("  key " + key.id() + " in " + keys.directory());
      console.line("  give this public key to everybody who checks your certificates:");
      console.line(key.pem().strip());
      return 0;
    }
  }

  /** {@code lab key show}. */
  @Command(
      name = "show",
      description =
          "Shows the public key of the signing key, and the ids of the trusted and of the revoked keys.",
      footer = {"", "Example:", "  ./lab key show"},
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      Console console = new Console(spec.commandLine().getOut());
      KeyRing keys = KeyRing.find();
      var own = keys.own();
      console.line(
          own.map(key -> "  signs: " + key.id())
              .orElse("  there is no signing key; create one with: ./lab key new"));
      own.ifPresent(key -> console.line(key.pem().strip()));
      keys.trusted().forEach(id -> console.line("  trusted: " + id));
      keys.revoked()
          .values()
          .forEach(
              r ->
                  console.line(
                      "  revoked: " + r.key() + " since " + r.since() + ": " + r.reason()));
      return 0;
    }
  }

  /** {@code lab key trust FILE}. */
  @Command(
      name = "trust",
      description =
          "Adds a public key to the trusted keys: 'lab verify' accepts certificates that it signed.",
      footer = {"", "Example:", "  ./lab key trust vendor.pem"},
      mixinStandardHelpOptions = true)
  static final class Trust implements Callable<Integer> {

    @Parameters(
        arity = "1",
        paramLabel = "FILE",
        description = "An Ed25519 public key in PEM format.")
    private Path file;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      var key = KeyRing.find().trust(file);
      new Console(spec.commandLine().getOut()).line("  trusted: " + key.id());
      return 0;
    }
  }

  /** {@code lab key revoke KEYID}. */
  @Command(
      name = "revoke",
      description = {
        "Adds a key to the file 'revoked': 'lab verify' then accepts no certificate that it signed.",
        "Give that file to everybody who checks your certificates, for 'lab verify --revoked FILE'."
      },
      footer = {
        "",
        "Example:",
        "  ./lab key revoke 8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4"
            + " lost"
      },
      mixinStandardHelpOptions = true)
  static final class Revoke implements Callable<Integer> {

    @Parameters(
        index = "0",
        paramLabel = "KEYID",
        converter = Id.class,
        description = "Id of the key: 64 hexadecimal digits, as 'lab key show' prints it.")
    private KeyId key;

    @Parameters(
        index = "1",
        paramLabel = "REASON",
        description = "The reason; quote it if it has blanks.")
    private String reason;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      KeyRing keys = KeyRing.find();
      keys.revoke(key, LocalDate.now(ZoneOffset.UTC), reason);
      new Console(spec.commandLine().getOut())
          .line("  revoked: " + key + ", in " + keys.revocationFile());
      return 0;
    }
  }

  /** Parses the id of a key. */
  static final class Id implements ITypeConverter<KeyId> {

    @Override
    public KeyId convert(String text) {
      return KeyId.parse(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' is not a key's id; allowed: %s"
                          .formatted(Printable.of(text), KeyId.FORM)));
    }
  }
}
