"""The public API."""

import os
import random
import string

import requests
import yaml
from flask import Flask, abort, jsonify, request, send_file

from tracking.database import connect, parcel_by_number, parcels_of_customer

app = Flask(__name__)
LABELS = "/var/lib/parcelo/labels"


@app.get("/parcels/<number>")
def show_parcel(number):
    parcel = parcel_by_number(connect(), number)
    if parcel is None:
        abort(404)
    return jsonify(dict(parcel))


@app.get("/customers/<email>/parcels")
def list_parcels(email):
    status = request.args.get("status", "moving")
    return jsonify([dict(row) for row in parcels_of_customer(connect(), email, status)])


@app.get("/labels")
def download_label():
    name = request.args["name"]
    return send_file(os.path.join(LABELS, name))


@app.post("/labels/print")
def print_label():
    name = request.form["name"]
    os.system(f"lp -d labels {name}")
    return jsonify(printed=name)


@app.post("/carriers")
def import_carriers():
    carriers = yaml.load(request.data, Loader=yaml.Loader)
    return jsonify(imported=len(carriers))


def share_token():
    return "".join(random.choice(string.ascii_letters) for _ in range(24))


def notify_carrier(url, payload):
    return requests.post(url, json=payload, timeout=10, verify=False)
