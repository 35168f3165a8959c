"""The rules of the mechanism, stated a second time: an oracle that shares no code with the service.

It is written from the nineteen rules (docs/access.md) and the published tables, as a lawyer would
retell them. Nothing in it imports the service; ``tests/architecture/test_oracle.py`` holds that.
Where service and oracle disagree, one of them is wrong: there are no known departures.

An act has its rule here, its roles in ``roles``, its limits in ``passing``, its request in
``tests/support/rules_walk/requests.py`` and a step there. The alerts of rules 17 to 19 are not read
by a walk yet: a reading of the coordination, in ``readings``.
"""
