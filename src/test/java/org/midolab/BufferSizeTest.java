package org.midolab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.midonet.nsdb.NsdbSettings;

/**
 * ZooKeeper's servers and all of its clients take packets of one size: whoever takes less is cut
 * off by what another may send, and comes back only to be cut off again.
 */
class BufferSizeTest {

  private static final Pattern OPTION = Pattern.compile("-Djute\\.maxbuffer=(\\d+)\\b");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "images/packages/zookeeper/etc/zookeeper/jvm.options",
        "images/packages/zkdump/usr/bin/zkdump",
        "images/packages/midonet-tools/usr/share/midonet/run",
        "lab"
      })
  void everyJvmTakesWhatTheConfigurationSays(String file) throws IOException {
    assertThat(OPTION.matcher(Files.readString(Path.of(file))).results())
        .extracting(found -> Integer.parseInt(found.group(1)))
        .containsExactly(NsdbSettings.of("").bufferSize());
  }

  @Test
  void soDoTheTestsOwn() {
    assertThat(Integer.getInteger("jute.maxbuffer")).isEqualTo(NsdbSettings.of("").bufferSize());
  }
}
