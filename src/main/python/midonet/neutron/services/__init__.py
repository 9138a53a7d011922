"""What is no part of ML2: routers and floating IPs."""
