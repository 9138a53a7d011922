package org.midolab.midonet.nsdb.topology;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.nsdb.zookeeper.Paths;
import org.midolab.midonet.nsdb.zookeeper.Zk;

/** The directories that writers of objects require. The first use of the store creates them. */
final class Layout {

  private final Zk zk;
  private final Paths paths;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean made;

  Layout(Zk zk, Paths paths) {
    this.zk = zk;
    this.paths = paths;
  }

  void ensure() {
    if (made) {
      return;
    }
    lock.lock();
    try {
      if (!made) {
        make();
        made = true;
      }
    } finally {
      lock.unlock();
    }
  }

  private void make() {
    Set<String> present = new HashSet<>(zk.children(paths.models()));
    for (Class<? extends TopologyObject> type : Bindings.CLASSES) {
      if (!present.contains(type.getSimpleName())) {
        zk.ensure(paths.tables(type));
        zk.ensure(paths.models(type));
      }
    }
    zk.ensure(paths.state());
    zk.ensure(paths.locks());
    zk.ensure(paths.tunnelKeySequence());
    zk.ensure(paths.tunnelKeys());
  }
}
