package org.midolab.lab.probe;

import java.io.IOException;

/** A client of OpenStack's networking service (OpenStack "Networking API v2.0"). */
public final class Neutron {

  /** Port of the API (guide 1.1). */
  public static final int PORT = 9696;

  private final String base;

  private Neutron(String base) {
    this.base = base;
  }

  /** Returns a client for the Neutron on a node. */
  public static Neutron on(LabNode node) {
    return new Neutron("http://" + node.management() + ":" + PORT + "/v2.0");
  }

  /**
   * Sends a {@code GET} with a token of Keystone.
   *
   * @param path path below {@code /v2.0}, such as {@code /networks}
   */
  public ApiAnswer get(String path, String token) throws IOException, InterruptedException {
    return Http.exchange(base, ApiRequest.get(path).under(token));
  }
}
