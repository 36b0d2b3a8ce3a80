"""Lists of parcels that carriers hand over."""

import requests
from flask import Blueprint, jsonify, request

from tracking.database import connect

pages = Blueprint("manifests", __name__)


@pages.post("/manifests")
def import_manifest():
    """Fetches a carrier's list and stores its parcels."""
    source = request.get_json()["source"]
    manifest = requests.get(source, timeout=30).json()
    connection = connect()
    for parcel in manifest["parcels"]:
        connection.execute("INSERT INTO parcels (number, customer_id) VALUES (?, ?)", (parcel["number"], parcel["customer_id"]))
    connection.commit()
    return jsonify(imported=len(manifest["parcels"]))
