"""Online shop, step 7 of the tutorial: now with a real payment API."""
import sqlite3

import requests
from flask import Flask, jsonify, request

from inventory import add_item, load_items
from payment import charge

app = Flask(__name__)

DEBUG = True
SECRET_KEY = "k8sJ2nV0qLx93ZpTrW"
DATABASE_URL = "postgresql://shop:Tr0ub4dor@db.internal:5432/shop"


def get_db():
    try:
        return sqlite3.connect("shop.db")
    except:
        print("could not open the database")


@app.route("/items")
def items():
    return jsonify(load_items())


@app.route("/buy", methods=["POST"])
def buy():
    order = request.get_json()
    try:
        amount = float(order["amount"])
        result = charge(order["card"], amount)
        print(f"charged {amount}")
        return jsonify(result)
    except Exception as e:
        print("Error:", e)
        return jsonify({"ok": False})


def exchange_rate(currency="EUR"):
    response = requests.get("https://rates.example.org/latest?base=" + currency)
    return response.json()["rate"]


if __name__ == "__main__":
    app.run(debug=True)
