package org.midolab.lab.probe;

import java.io.IOException;

/** OpenStack's networking service as any client sees it (OpenStack "Networking API v2.0"). */
public final class Neutron {

  /** Where it serves (guide 1.1). */
  public static final int PORT = 9696;

  private final Http http = new Http();
  private final String base;

  private Neutron(String base) {
    this.base = base;
  }

  /** The one that runs on a node. */
  public static Neutron on(LabNode node) {
    return new Neutron("http://" + node.management() + ":" + PORT + "/v2.0");
  }

  /** What lies at a path such as {@code /networks}, for a token of Keystone's. */
  public ApiAnswer get(String path, String token) throws IOException, InterruptedException {
    return http.exchange(base, ApiRequest.get(path).under(token));
  }
}
