/**
 * The resources of the API, one class each (fact sheet "midonet", §3.4): which endpoints there are,
 * how they translate to the model, what is checked. A write is one transaction of the network state
 * database; the checks that need other objects run inside it.
 */
package org.midolab.midonet.cluster.resource;
