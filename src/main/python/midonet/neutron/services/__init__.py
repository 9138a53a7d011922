"""Services outside of ML2: routers and floating IPs."""
