package org.midolab.midonet.nsdb.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.midolab.midonet.nsdb.zookeeper.TableRef.Entry;

class TableRefTest {

  @Test
  void parsesAnEntryFromTheNameOfItsNode() {
    assertThat(Entry.parse("192.0.2.1,null;1;2;3,0000000001"))
        .contains(new Entry("192.0.2.1", "null;1;2;3", 1));
    assertThat(Entry.persistent("a", "b").toString()).isEqualTo("a,b,2147483647");
  }

  @Test
  void ignoresNodesWithOtherNames() {
    assertThat(Entry.parse("junk")).isEmpty();
    assertThat(Entry.parse("a,b,9999999999")).isEmpty();
  }
}
