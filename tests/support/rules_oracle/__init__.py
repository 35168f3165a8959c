"""The rules of the mechanism, stated a second time: an oracle that shares no code with the service.

It is written from the nineteen rules (docs/access.md) and the published tables, as a lawyer would
retell them. Nothing in it imports the service; ``tests/architecture/test_oracle.py`` holds that.

A rule that is still to come has its place. Rule 17, a provisional ground: its state in
``consents.draft_of``, its limit in ``passing``, what it opens in ``sight.serves`` and
``sight.sections_open``. Rule 19, what is told by telephone: acts beside those of ``services`` and
``custody``, with a limit in ``passing``. Each act also gets its roles in ``roles``, its request in
``tests/support/rules_walk/requests.py`` and a step there.
"""
