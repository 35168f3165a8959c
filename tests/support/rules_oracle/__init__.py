"""The rules of the mechanism, stated a second time: an oracle that shares no code with the service.

It is written from the nineteen rules (docs/access.md) and the published tables, as a lawyer would
retell them. Nothing in it imports the service; ``tests/architecture/test_oracle.py`` holds that.

A rule that is still to come has its place. Rule 19, what is told by telephone: acts beside those
of ``services`` and ``custody``, with a limit in ``passing``. Each act also gets its roles in
``roles``, its request in ``tests/support/rules_walk/requests.py`` and a step there. The alerts of
rules 17 and 18 are not read by a walk yet: a reading of the coordination, in ``readings``.
"""
