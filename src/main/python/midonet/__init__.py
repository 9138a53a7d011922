"""MidoNet's packages for OpenStack."""
