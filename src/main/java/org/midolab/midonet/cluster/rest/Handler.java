package org.midolab.midonet.cluster.rest;

/** Processes the requests of one endpoint. */
@FunctionalInterface
public interface Handler {

  /**
   * Processes a request.
   *
   * @throws ApiException if the answer is an error document
   */
  Reply handle(Request request);
}
