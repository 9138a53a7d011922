package org.midolab.midonet.nsdb.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.nsdb.Election;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;

/** Elections of one process for a task (docs: nsdb.md#elections). */
class ElectionTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Nsdb first;
  private Nsdb second;
  private Election one;
  private Election two;

  @BeforeEach
  void start() {
    NsdbSettings settings = ZOO.fresh();
    first = ZkNsdb.connect(settings);
    second = ZkNsdb.connect(settings);
    one = first.election(Election.Task.HEALTH_MONITOR, "one");
    await().atMost(PATIENCE).until(one::isElected);
    two = second.election(Election.Task.HEALTH_MONITOR, "two");
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  @Test
  void oneOfTwoIsElectedAndTheNodeIsOfItsFailFastSession() throws Exception {
    String path = first.settings().rootKey() + "/lb/hm-latch";
    var client = first.client(Session.FAIL_FAST);
    await().atMost(PATIENCE).until(() -> client.getChildren().forPath(path).size() == 2);
    assertThat(one.isElected()).isTrue();
    assertThat(two.isElected()).isFalse();
    assertThat(
            client.getChildren().forPath(path).stream()
                .map(
                    node -> {
                      try {
                        return client.checkExists().forPath(path + "/" + node).getEphemeralOwner();
                      } catch (Exception e) {
                        throw new IllegalStateException(e);
                      }
                    }))
        .contains(client.getZookeeperClient().getZooKeeper().getSessionId());
  }

  @Test
  void whenTheElectedOneEndsTheOtherIsElected() {
    first.close();
    await().atMost(PATIENCE).until(two::isElected);
  }

  @Test
  void whenTheElectedOneNoLongerTakesPartTheOtherIsElected() {
    one.close();
    await().atMost(PATIENCE).until(two::isElected);
    assertThat(one.isElected()).isFalse();
    one.close();
  }

  @Test
  void whenTheSessionOfTheElectedOneEndsOnlyTheOtherIsElected() throws Exception {
    Zoo.expire(first, Session.FAIL_FAST);
    await().atMost(PATIENCE).until(two::isElected);
    await().atMost(PATIENCE).until(() -> !one.isElected());
  }
}
