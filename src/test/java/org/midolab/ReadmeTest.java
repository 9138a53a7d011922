package org.midolab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README shows is what the build runs. */
class ReadmeTest {

  private static final Path EXAMPLE = Path.of("src/test/java/org/midolab/lab/junit/MidoLabIT.java");

  private static final String BEGIN = "// the example begins\n";

  @Test
  void theExampleOfATestIsOneThatRuns() throws IOException {
    String source = Files.readString(EXAMPLE);
    int begin = source.indexOf(BEGIN) + BEGIN.length();
    String example =
        source.substring(begin, source.indexOf("\n  // the example ends")).stripIndent();

    assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + example + "\n```");
  }
}
