package org.midolab.midonet.datapath;

import java.io.IOException;

/** The contract on the kernel, the way of kernels before 6.6. */
@WithDatapathObject
class EbpfClsactIT extends DatapathContract {

  @Override
  Wires wires() throws IOException {
    return new EbpfWires(DatapathOptions.Attach.CLSACT);
  }
}
