package org.midolab.midonet.agent;

import java.util.Locale;
import org.midolab.midonet.conf.Configuration;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.ebpf.DatapathOptions;
import org.midolab.midonet.datapath.ebpf.EbpfDatapath;

/** Opens the kernel's datapath with the options from the configuration. */
final class KernelDatapath {

  private KernelDatapath() {}

  static Datapath open(Configuration configuration) {
    return EbpfDatapath.open(
        DatapathOptions.defaults()
            .withAttach(
                DatapathOptions.Attach.valueOf(
                    configuration.string("agent.datapath.attach").toUpperCase(Locale.ROOT)))
            .withVxlanPort(configuration.integer("agent.datapath.vxlan_overlay_udp_port"))
            .withMaxFlows(configuration.integer("agent.datapath.max_flow_count")));
  }
}
