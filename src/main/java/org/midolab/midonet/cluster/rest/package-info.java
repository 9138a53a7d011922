/**
 * Common parts of the REST API: the table of endpoints and the dispatch of requests, media types
 * with versions, links, error documents, limits, and the HTTP server.
 *
 * <p>{@link org.midolab.midonet.cluster.rest.Api} contains all endpoints as data. The server and
 * the description of the API use the same table.
 */
package org.midolab.midonet.cluster.rest;
