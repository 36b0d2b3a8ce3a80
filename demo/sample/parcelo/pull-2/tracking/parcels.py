"""Parcels of the customer who is signed in."""

from flask import Blueprint, abort, g, jsonify, request

from tracking.database import connect

pages = Blueprint("parcels", __name__)


@pages.get("/parcels/<number>")
def show_parcel(number):
    parcel = connect().execute("SELECT * FROM parcels WHERE number = ?", (number,)).fetchone()
    if parcel is None or parcel["customer_id"] != g.customer["id"]:
        abort(404)
    return jsonify(dict(parcel))


@pages.post("/parcels/<number>/address")
def redirect_parcel(number):
    """Sends a parcel to another address while it is on its way."""
    connection = connect()
    parcel = connection.execute("SELECT * FROM parcels WHERE number = ?", (number,)).fetchone()
    if parcel is None:
        abort(404)
    connection.execute("UPDATE parcels SET address = ? WHERE number = ?", (request.form["address"], number))
    connection.commit()
    return jsonify(number=number, address=request.form["address"])
