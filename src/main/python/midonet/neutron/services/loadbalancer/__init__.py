"""Load balancers of version 1 (LBaaS v1): kept in Neutron's database, and enforced by MidoNet's agents.

``plugin`` serves the API of ``midonet.neutron.extensions.lbaas`` and keeps objects in the tables of
``models``; ``driver`` sends them to the cluster; ``status_reports`` carries over what the cluster knows of
them.
"""
