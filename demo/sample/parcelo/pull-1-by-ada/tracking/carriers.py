"""What carriers tell us."""

import os
from urllib.parse import urlsplit

import requests
from flask import Blueprint, abort, jsonify, request

from tracking import partners

pages = Blueprint("carriers", __name__)
CARRIER_API_KEY = os.environ["CARRIER_API_KEY"]


@pages.post("/carriers/status")
def read_status():
    """Asks a carrier where a parcel is."""
    address = request.form["address"]
    if urlsplit(address).hostname not in partners.hosts():
        abort(400)
    answer = requests.get(address, headers={"x-api-key": CARRIER_API_KEY}, timeout=5)
    return jsonify(answer.json())
