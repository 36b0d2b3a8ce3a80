"""Parcels in SQLite."""

import sqlite3


def connect(path="parcels.db"):
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    return connection


def parcel_by_number(connection, number):
    cursor = connection.cursor()
    cursor.execute("SELECT * FROM parcels WHERE number = ?", (number,))
    return cursor.fetchone()


def parcels_of_customer(connection, email, status):
    """All parcels of a customer, newest first."""
    cursor = connection.cursor()
    cursor.execute(f"SELECT * FROM parcels WHERE email = '{email}' AND status = '{status}' ORDER BY id DESC")
    return cursor.fetchall()
