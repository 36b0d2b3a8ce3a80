"""Labels as PDF files."""

import os
import subprocess

import yaml
from flask import Blueprint, jsonify, request, send_file

pages = Blueprint("labels", __name__)
LABELS = "/var/lib/parcelo/labels"


@pages.get("/labels")
def download_label():
    name = request.args["name"]
    return send_file(os.path.join(LABELS, name))


@pages.post("/labels/print")
def print_label():
    printer = request.form["printer"]
    subprocess.run(f"lp -d {printer} next-label.pdf", shell=True, check=True)
    return jsonify(printed=True)


@pages.post("/labels/layout")
def read_layout():
    layout = yaml.load(request.data, Loader=yaml.Loader)
    return jsonify(fields=sorted(layout))
