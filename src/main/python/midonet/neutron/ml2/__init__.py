"""How ML2, Neutron's own core plugin, reaches MidoNet."""
