"""The carriers we have a contract with."""

from tracking.database import connect


def hosts():
    """Hosts that our carriers answer under; the contracts name them."""
    rows = connect().execute("SELECT host FROM carriers WHERE contract_until >= date('now')")
    return {row["host"] for row in rows}
