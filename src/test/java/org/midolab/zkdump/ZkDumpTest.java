package org.midolab.zkdump;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Output and exit code of {@code zkdump}. */
class ZkDumpTest {

  /** Major version of class files of Java 17. */
  private static final int JAVA_17 = 61;

  private static TestingServer server;

  private record Result(int exit, String out, String err) {}

  @BeforeAll
  static void serve() throws Exception {
    server = new TestingServer(true);
    try (CuratorFramework client =
        CuratorFrameworkFactory.newClient(server.getConnectString(), new RetryOneTime(200))) {
      client.start();
      put(client, "/a/two", "null");
      put(client, "/a/one", "first\n\nthird \u001b[31m");
      put(client, "/a b", "");
    }
  }

  private static void put(CuratorFramework client, String path, String text) throws Exception {
    client
        .create()
        .creatingParentContainersIfNeeded()
        .forPath(path, text.getBytes(StandardCharsets.UTF_8));
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
  }

  private static Result run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit =
        ZkDump.command()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Result(exit, out.toString(), err.toString());
  }

  @Test
  void printsEachZnodeWithItsData() {
    assertThat(run("-z", server.getConnectString(), "/a"))
        .isEqualTo(new Result(0, "/a\n/a/one\n  first\n  \n  third ?[31m\n/a/two\n  null\n", ""));
  }

  @Test
  void startsAtTheRootByDefault() {
    var result = run("--zookeeper=" + server.getConnectString());

    assertThat(result.exit()).isZero();
    assertThat(result.out().lines()).contains("/", "/a b", "/a/one", "/zookeeper/quota");
  }

  @Test
  void reportsAPathThatDoesNotExist() {
    var result = run("-z", server.getConnectString(), "/b");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).startsWith("zkdump: nothing at /b on " + server.getConnectString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--zookeper x:1",
        "-z",
        "-z nsdb1",
        "-z nsdb1:2181 a",
        "-z nsdb1:2181 /a/",
        "/a /b"
      })
  void reportsWrongUsage(String line) {
    var result = run(line.split(" "));

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).containsAnyOf("Usage: zkdump", "Possible solutions: --zookeeper");
  }

  @Test
  void hasAManual() {
    var result = run("--help");

    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("-z", "HOST:PORT", "PATH", "zkdump -z nsdb1:2181");
  }

  /** The NSDB nodes have no newer Java than 17. */
  @Test
  void isCompiledForTheJavaOfTheNsdbNodes() throws Exception {
    try (var in = new DataInputStream(ZkDump.class.getResourceAsStream("ZkDump.class"))) {
      in.readInt();
      in.readUnsignedShort();
      assertThat(in.readUnsignedShort()).isEqualTo(JAVA_17);
    }
    assertThat(Files.readString(Path.of("images/packages/zkdump/usr/bin/zkdump")))
        .contains(" " + ZkDump.class.getName() + " ");
  }
}
