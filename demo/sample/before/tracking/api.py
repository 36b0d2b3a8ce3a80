"""The public API."""

from flask import Flask, abort, jsonify, request

from tracking.database import connect, parcel_by_number

app = Flask(__name__)


@app.get("/parcels/<number>")
def show_parcel(number):
    parcel = parcel_by_number(connect(), number)
    if parcel is None:
        abort(404)
    return jsonify(dict(parcel))
