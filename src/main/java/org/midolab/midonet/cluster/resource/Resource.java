package org.midolab.midonet.cluster.resource;

import org.midolab.midonet.cluster.rest.Api;

/** A part of the API. */
public interface Resource {

  void declare(Api.Builder api);
}
