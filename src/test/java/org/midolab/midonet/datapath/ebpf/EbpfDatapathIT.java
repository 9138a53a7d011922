package org.midolab.midonet.datapath.ebpf;

import java.io.IOException;
import org.midolab.midonet.datapath.DatapathContract;

/** The contract for the kernel's datapath, with TCX. */
@WithDatapathObject
class EbpfDatapathIT extends DatapathContract {

  @Override
  protected Wires wires() throws IOException {
    return new EbpfWires(DatapathOptions.Attach.TCX);
  }
}
