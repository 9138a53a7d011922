/**
 * What every resource of the API shares: the table of endpoints and how a request finds its own,
 * media types with versions, links, error documents, limits, and the HTTP server in front.
 *
 * <p>{@link org.midolab.midonet.cluster.rest.Api} holds all endpoints as data, so that whatever
 * describes the API describes what is really served.
 */
package org.midolab.midonet.cluster.rest;
