package org.midolab.midonet.datapath;

import java.io.IOException;

/** The contract on the kernel, with TCX. */
@WithDatapathObject
class EbpfDatapathIT extends DatapathContract {

  @Override
  Wires wires() throws IOException {
    return new EbpfWires(DatapathOptions.Attach.TCX);
  }
}
