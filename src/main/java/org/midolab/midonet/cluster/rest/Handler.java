package org.midolab.midonet.cluster.rest;

/** Answers requests of one endpoint. */
@FunctionalInterface
public interface Handler {

  /**
   * @throws ApiException to answer with an error document
   */
  Reply handle(Request request);
}
