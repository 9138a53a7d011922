"""MidoNet's Neutron plugin: it sends Neutron's objects to the cluster's API."""
