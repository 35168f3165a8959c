"""The rules of the mechanism, stated a second time: an oracle that shares no code with the service.

It is written from the nineteen rules (docs/access.md) and the published tables, as a lawyer would
retell them. Nothing in it imports the service; ``tests/architecture/test_oracle.py`` holds that.
"""
