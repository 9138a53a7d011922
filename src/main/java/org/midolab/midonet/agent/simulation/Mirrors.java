package org.midolab.midonet.agent.simulation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Mirror;
import org.midolab.midonet.model.Port;

/**
 * Sends copies of frames to the ports of mirrors (docs: contract.md#mirrors). A copy leaves by an
 * exterior port at once. It meets no filter and no device, so nobody answers it or learns from it,
 * and no mirror copies it again.
 */
final class Mirrors {

  private final Walk walk;
  private final Set<Passage> copied = new HashSet<>(0);

  Mirrors(Walk walk) {
    this.walk = walk;
  }

  /**
   * Copies a frame at one point of its way.
   *
   * @param ids the mirrors of this point
   * @param in the port by which the frame entered the device, or null
   * @param out the port by which it will leave the device, or null before that is known
   */
  void copy(List<UUID> ids, Header header, Port in, Port out) {
    for (UUID id : ids) {
      walk.dependOn(id);
      Mirror mirror = walk.topology.mirror(id);
      if (mirror != null && matches(mirror, walk.matcher(header, in, out))) {
        copy(mirror, header);
      }
    }
  }

  private static boolean matches(Mirror mirror, ConditionMatcher at) {
    return mirror.conditions().stream().anyMatch(at::matches);
  }

  private void copy(Mirror mirror, Header header) {
    walk.dependOn(mirror.toPortId());
    Port to = walk.topology.port(mirror.toPortId());
    if (to != null
        && to.adminStateUp()
        && !to.isInterior()
        && walk.topology.isActive(to.id())
        && copied.add(Passage.of(mirror.id(), header))) {
      walk.outputCopy(header.copy(), new SimAction.Emit(to.id()));
    }
  }
}
