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
      "Keys that sign certificates, and keys that are trusted.",
      "They lie in $XDG_CONFIG_HOME/midolab or ~/.config/midolab. The private key is never shown."
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
    throw new ParameterException(spec.commandLine(), "what: new, show, trust or revoke?");
  }

  /** {@code lab key new}. */
  @Command(
      name = "new",
      description = "Makes the key that signs, and trusts it. There can be one only.",
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
      console.line("  give this to those who check your certificates:");
      console.line(key.pem().strip());
      return 0;
    }
  }

  /** {@code lab key show}. */
  @Command(
      name = "show",
      description =
          "Shows the public half of the key that signs, and which keys are trusted or revoked.",
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
              .orElse("  there is no key that signs; make one with: ./lab key new"));
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
          "Trusts the public key in a PEM file: what it signs, 'lab verify' takes for signed.",
      footer = {"", "Example:", "  ./lab key trust vendor.pem"},
      mixinStandardHelpOptions = true)
  static final class Trust implements Callable<Integer> {

    @Parameters(arity = "1", paramLabel = "FILE", description = "A public key in PEM.")
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
        "Adds a key to the revocation file: no certificate that it signed is good any more.",
        "Give the file to those who check your certificates; they name it by 'lab verify --revoked'."
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
        description = "The key's id, as 'lab key show' tells it.")
    private KeyId key;

    @Parameters(index = "1", paramLabel = "REASON", description = "Why, in a few words.")
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

  /** Reads a key's id, so that no verb sees a text that is none. */
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
