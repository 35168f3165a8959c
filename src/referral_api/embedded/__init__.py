"""The embedded PostgreSQL: started, shared and stopped in the service's own data folder.

Only the binaries of the wheel are used. Its Python starter uses one lock for the whole machine in
the shared temporary folder and, as root, lets everyone list every folder above the data.
Needs unix sockets: on Windows, set DATABASE_URL instead.
"""

from referral_api.embedded.account import EmbeddedError
from referral_api.embedded.roles import bootstrap_sql
from referral_api.embedded.server import Embedded, start

__all__ = ["Embedded", "EmbeddedError", "bootstrap_sql", "start"]
