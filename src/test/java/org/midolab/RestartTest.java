package org.midolab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that ends by itself is started again, whatever its exit code says. */
class RestartTest {

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(Path.of("images/packages", file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zookeeper/lib/systemd/system/zookeeper.service",
        "dsc20/lib/systemd/system/cassandra.service",
        "midonet-cluster/lib/systemd/system/midonet-cluster.service",
        "midolman/lib/systemd/system/midolman.service"
      })
  void everyServersUnitRestartsAlways(String unit) throws IOException {
    assertThat(lines(unit)).contains("Restart=always", "StartLimitIntervalSec=0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"zookeeper/etc/zookeeper/jvm.options", "dsc20/etc/cassandra/conf/jvm.options"})
  void aServerWithoutMemoryEnds(String options) throws IOException {
    assertThat(lines(options)).contains("-XX:+ExitOnOutOfMemoryError");
  }

  @Test
  void zookeepersHeapHasATemplateForEachSize() throws IOException {
    assertThat(lines("zookeeper/usr/share/zookeeper/bin/zookeeper-server"))
        .anyMatch(line -> line.contains("@/etc/zookeeper/heap.options"));
    for (String size : List.of("", ".medium", ".large")) {
      String file = "etc/zookeeper/heap.options" + size;
      assertThat(lines("zookeeper/" + file)).anyMatch(line -> line.startsWith("-Xmx"));
      assertThat(lines("zookeeper/DEBIAN/conffiles")).contains("/" + file);
    }
  }
}
