package org.midolab.lab.command;

import org.midolab.lab.guide.catalogue.GuideDataException;
import org.midolab.lab.guide.catalogue.UnknownStepException;
import org.midolab.lab.runtime.EnvironmentException;
import org.midolab.lab.runtime.LabFailure;
import org.midolab.lab.runtime.WrongUsage;
import org.midolab.lab.spec.InvalidLabException;
import org.midolab.lab.spec.Printable;
import org.midolab.lab.spec.Suggestion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of the lab. */
@Command(
    name = "lab",
    description = "Boots the MidoNet Quick Start Guide as a lab.",
    mixinStandardHelpOptions = true,
    version = "MidoLab " + Lab.VERSION,
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      UpCommand.class,
      BuildCommand.class,
      CheckCommand.class,
      StatusCommand.class,
      ExecCommand.class,
      ShellCommand.class,
      CliCommand.class,
      LogsCommand.class,
      DownCommand.class,
      CleanCommand.class,
      CertifyCommand.class,
      VerifyCommand.class,
      CompareCommand.class,
      KeyCommand.class,
      BenchCommand.class,
      SetupCommand.class
    })
public final class Lab implements Runnable {

  static final String VERSION = "5.0";

  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int ENVIRONMENT = 3;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which verb?");
  }

  /** Runs a verb and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Lab())
        .setParameterExceptionHandler(
            (mistake, _) -> {
              CommandLine at = mistake.getCommandLine();
              at.getErr().println(at.getColorScheme().errorText(tell(mistake)));
              return USAGE;
            })
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, commandLine, _) -> {
              commandLine.getErr().println(commandLine.getColorScheme().errorText(tell(failure)));
              if (System.getenv("MIDOLAB_TRACE") != null) {
                failure.printStackTrace(commandLine.getErr());
              }
              return exitCode(failure);
            });
  }

  /** Returns the message for the user. Control characters of an argument are escaped. */
  static String tell(Throwable failure) {
    return Printable.message(words(failure));
  }

  private static String words(Throwable failure) {
    return switch (failure) {
      case ParameterException e when e.getCommandLine().getParent() == null ->
          verbs(mistake(e) + meant(e), e.getCommandLine());
      case ParameterException e ->
          mistake(e)
              + meant(e)
              + "\n  usage: ./"
              + e.getCommandLine().getCommandSpec().qualifiedName()
              + " --help";
      case EnvironmentException e when !e.fix().isEmpty() -> e.getMessage() + "\n  fix: " + e.fix();
      case EnvironmentException e -> e.getMessage();
      case InvalidLabException e -> e.getMessage();
      case WrongUsage e -> e.getMessage();
      case LabFailure e -> e.getMessage();
      case UnknownStepException e -> e.getMessage();
      case GuideDataException e -> e.getMessage();
      default -> failure + "\n  this is a defect of the lab; more with: MIDOLAB_TRACE=1 ./lab …";
    };
  }

  /** Returns what is wrong, with our words instead of the parser's for a word that is unknown. */
  private static String mistake(ParameterException mistake) {
    if (!(mistake instanceof UnmatchedArgumentException unknown)) {
      return Printable.sentence(mistake.getMessage());
    }
    String word = unknown.getUnmatched().getFirst();
    String what =
        word.startsWith("-")
            ? "unknown option"
            : mistake.getCommandLine().getSubcommands().isEmpty()
                ? "unexpected word"
                : "unknown verb";
    return "%s '%s'".formatted(what, Printable.of(word));
  }

  private static String meant(ParameterException mistake) {
    if (mistake instanceof UnmatchedArgumentException unknown
        && unknown.getUnmatched().getFirst().equals("help")) {
      return "; the manual is shown by --help";
    }
    return mistake instanceof UnmatchedArgumentException unknown
        ? Suggestion.of(
            unknown.getUnmatched().getFirst(), mistake.getCommandLine().getSubcommands().keySet())
        : "";
  }

  private static String verbs(String message, CommandLine all) {
    return message
        + (message.endsWith("?") ? " verbs: " : "; verbs: ")
        + String.join(", ", all.getSubcommands().keySet())
        + "\n  usage: ./lab --help";
  }

  static int exitCode(Throwable failure) {
    return switch (failure) {
      case EnvironmentException _ -> ENVIRONMENT;
      case InvalidLabException _ -> USAGE;
      case WrongUsage _ -> USAGE;
      case UnknownStepException _ -> USAGE;
      default -> FAILED;
    };
  }
}
