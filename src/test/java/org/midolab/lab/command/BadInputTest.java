package org.midolab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.lab.runtime.EnvironmentException;
import org.midolab.lab.runtime.LabFailure;

/** Mistakes of users: each gives one message with the place, and an exit code for scripts. */
class BadInputTest {

  private static final Path QUICKSTART = Path.of("labs/quickstart/lab.yaml");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;

  private int lab(String... arguments) {
    return Lab.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  /** Each row: a text in a valid file, its replacement, and a part of the expected message. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          topology: | topologie: | unknown key 'topologie'
          "underlay:gateway1" | "undrelay:gateway1" | unknown node 'undrelay'
          "underlay:gateway1" | "underlay:controller" | has a link already, in line
          203.0.113.1/30 | 198.51.100.2/30 | overlapping subnets
          """)
  void aProblemInALabFileIsReportedWithItsPlaceAndEndsWithTwo(
      String good, String bad, String expected) throws IOException {
    Path file = directory.resolve("lab.yaml");
    Files.writeString(file, Files.readString(QUICKSTART).replace(good, bad));

    assertThat(lab("up", file.toString(), "--yes")).isEqualTo(2);
    assertThat(err.toString()).contains(expected);
    assertThat(err.toString().strip().lines())
        .as("each with its place, and nothing else")
        .allMatch(line -> line.matches(".*lab\\.yaml:\\d+:\\d+: .*"));
    assertThat(out.toString()).as("nothing was started").isEmpty();
  }

  @Test
  void anUnknownLabIsReportedWithTheExistingLabs() {
    assertThat(lab("up", "quickstrat", "--yes")).isEqualTo(2);
    assertThat(err.toString())
        .contains("quickstrat")
        .contains("cloud, pair, quickstart, scale")
        .contains("did you mean 'quickstart'?");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void anUnknownStepIsReportedWithTheExistingSteps() {
    assertThat(lab("up", "quickstart", "--at", "4.9", "--yes")).isEqualTo(2);
    assertThat(err.toString()).contains("4.9").contains("4.4");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"boot", "--colour", ""})
  void anUnknownVerbIsUsage(String verb) {
    assertThat(verb.isEmpty() ? lab() : lab(verb)).isEqualTo(2);
    assertThat(err.toString())
        .contains(verb.isEmpty() ? "which verb?" : verb)
        .contains("verbs: up, build, check")
        .contains("./lab --help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "status", "logs", "exec", "shell"})
  void aLabThatIsNotUpIsReportedWithTheExistingLabs(String verb) {
    String[] arguments =
        switch (verb) {
          case "logs", "shell" -> new String[] {verb, "-l", "nowhere", "nsdb1"};
          case "exec" -> new String[] {verb, "-l", "nowhere", "nsdb1", "--", "true"};
          default -> new String[] {verb, "-l", "nowhere"};
        };
    assertThat(lab(arguments)).isEqualTo(2);
    assertThat(err.toString())
        .contains("'nowhere' is not up")
        .containsPattern("labs here: .*\\bpair, quickstart\\b");
  }

  /** The same lab, named by a word. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "check nowhere 4.4",
        "status nowhere",
        "logs nowhere nsdb1 zookeeper",
        "exec nowhere nsdb1 -- true",
        "shell nowhere nsdb1",
        "cli nowhere",
        "cli nowhere -- -e list host"
      })
  void aWordThatCanOnlyBeALabIsALab(String line) {
    assertThat(lab(line.split(" "))).isEqualTo(2);
    assertThat(err.toString())
        .contains("'nowhere' is not up")
        .containsPattern("labs here: .*\\bpair, quickstart\\b");
  }

  /** Each row: a line, and a part of the expected message. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exec gateway1 ls -la /tmp | put -- before the command: ./lab exec gateway1 -- ls -la /tmp
          exec --lab pair gateway1 ls -la | ./lab exec --lab pair gateway1 -- ls -la
          cli -e list host | put -- before the arguments of midonet-cli: ./lab cli -- -e list host
          cli list host | ./lab cli -- list host
          help | unknown verb 'help'; the manual is shown by --help
          foo | unknown verb 'foo'; verbs:
          build foo | unexpected word 'foo'
          status --colour | unknown option '--colour'
          """)
  void aWordInTheWrongPlaceIsReportedWithTheLineToType(String line, String expected) {
    assertThat(lab(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(expected).doesNotContain("is not up");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "cli"})
  void rejectsALabThatIsNamedTwice(String verb) {
    assertThat(lab(verb, "--lab", "nowhere", "elsewhere")).isEqualTo(2);
    assertThat(err.toString()).contains("the lab is named twice");
    assertThat(out.toString()).isEmpty();
  }

  static Stream<String> noLabs() {
    return Stream.concat(
        HostileNameTest.VALUES.stream(), Stream.of("/dev/zero", "/nowhere", "-", "a\nb"));
  }

  /** Nothing is set up or booted for a text that is not a lab. */
  @ParameterizedTest
  @MethodSource("noLabs")
  void aTextThatIsNotALabIsReportedInOneMessage(String lab) {
    assertThat(lab("up", "--yes", "--", lab)).isEqualTo(2);
    assertThat(err.toString().strip()).matches("[^\\p{Cntrl}]{10,300}");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aLabFileAboveTheLimitIsReported() throws IOException {
    Path file = directory.resolve("lab.yaml");
    Files.write(file, new byte[8 << 20]);
    assertThat(lab("up", file.toString(), "--yes")).isEqualTo(2);
    assertThat(err.toString()).contains("lab.yaml:1:1: the file has more than 262144 bytes");
    assertThat(out.toString()).isEmpty();
  }

  /** Each row: options of a benchmark, and a part of the expected message. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bench | which benchmark: boot, datapath or api?
          bench api --bridges 0 | --bridges must be at least 1, not 0
          bench api --ports -1 | --ports must be at least 1, not -1
          bench api --requests 0 | --requests must be at least 1, not 0
          bench api --clients none | Invalid value for option '--clients'
          bench api --bridges 10001 --ports 11 | no more fit into one answer of ZooKeeper
          bench api --bridges 2000000000 --ports 2000000000 | no more fit into one answer of ZooKeeper
          """)
  void invalidOptionsOfABenchmarkAreReportedBeforeAnythingIsBooted(String line, String expected) {
    assertThat(lab(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(expected);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aMissingRequirementEndsWithThreeAndTheFix() {
    assertThat(Lab.exitCode(new EnvironmentException("no engine", "start one"))).isEqualTo(3);
    assertThat(Lab.tell(new EnvironmentException("no engine", "start one")))
        .isEqualTo("no engine\n  fix: start one");
    assertThat(Lab.exitCode(new LabFailure("a node did not boot"))).isEqualTo(1);
  }
}
