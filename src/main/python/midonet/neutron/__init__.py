"""MidoNet's Neutron plugin: Neutron keeps its objects, and the cluster's API is told of each."""
