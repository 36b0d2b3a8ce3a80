"""What carriers tell us."""

import requests
from flask import Blueprint, jsonify, request

pages = Blueprint("carriers", __name__)
CARRIER_API_KEY = "ck-9f3aB7qLx2RtV8mZ4wYd6sHu"


@pages.post("/carriers/status")
def read_status():
    """Asks a carrier where a parcel is."""
    address = request.form["address"]
    answer = requests.get(address, headers={"x-api-key": CARRIER_API_KEY}, timeout=5)
    return jsonify(answer.json())
