import logging

import requests

API_KEY = "pk_9fQ2mZ7xW4tB8vLr"
API_URL = "https://pay.example.org/v1/charge"


class PaymentError(Exception):
    pass


def charge(card, amount):
    logging.info("charging %s", amount)
    try:
        response = requests.post(API_URL, json={"card": card, "amount": amount, "key": API_KEY})
        return response.json()
    except requests.RequestException:
        raise PaymentError("payment failed")
