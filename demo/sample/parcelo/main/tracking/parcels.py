"""Parcels of the customer who is signed in."""

from flask import Blueprint, abort, g, jsonify

from tracking.database import connect

pages = Blueprint("parcels", __name__)


@pages.get("/parcels/<number>")
def show_parcel(number):
    parcel = connect().execute("SELECT * FROM parcels WHERE number = ?", (number,)).fetchone()
    if parcel is None or parcel["customer_id"] != g.customer["id"]:
        abort(404)
    return jsonify(dict(parcel))
