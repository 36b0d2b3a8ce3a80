"""Pages for those who send much."""

import sqlite3

from flask import Blueprint, jsonify, request

pages = Blueprint("customers", __name__)


@pages.get("/customers")
def search_customers():
    city = request.args["city"]
    cursor = sqlite3.connect("parcels.db").cursor()
    cursor.execute(f"SELECT id, name FROM customers WHERE city = '{city}' ORDER BY name")
    return jsonify(cursor.fetchall())
