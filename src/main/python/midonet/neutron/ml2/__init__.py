"""Drivers by which ML2, Neutron's own core plugin, uses MidoNet."""
