"""`malha up`, `web`, `demo`; `malha worker`, `scheduler`, `nightly`."""
