"""What Malha costs: run with `make bench`."""
