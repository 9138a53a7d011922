"""What MidoNet brings for OpenStack."""
