"""Parcels in SQLite."""

import sqlite3


def connect(path="parcels.db"):
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    return connection
