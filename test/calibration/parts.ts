/** What the production-like projects of the labelled set have in common. */

export const ignored = '.venv/\n__pycache__/\n.env\n';
export const readme = '# Project\n\nWhat it is for, in one sentence.\n';
export const licence = 'MIT License\n\nPermission is hereby granted, free of charge\n';

export const prices = `"""Prices and how they add up."""

import logging
from decimal import Decimal

logger = logging.getLogger(__name__)


class UnknownCurrency(ValueError):
    """A currency that no rate is known for."""


def total(prices: list[Decimal], currency: str) -> Decimal:
    """Sum of prices in one currency."""
    if currency not in RATES:
        raise UnknownCurrency(currency)
    result = sum(prices, Decimal(0)) * RATES[currency]
    logger.debug("total of %d prices: %s", len(prices), result)
    return result


RATES = {"EUR": Decimal(1), "USD": Decimal("1.1")}


def parse(text: str) -> Decimal:
    """Price from text."""
    try:
        return Decimal(text)
    except ArithmeticError as error:
        raise ValueError(f"not a price: {text}") from error
`;

export const pricesTest = (module: string) => `"""Tests of prices."""

from decimal import Decimal

import pytest

from ${module} import UnknownCurrency, parse, total


def test_total_of_nothing() -> None:
    assert total([], "EUR") == 0


def test_total_in_another_currency() -> None:
    assert total([Decimal(2)], "USD") == Decimal("2.2")


def test_unknown_currency() -> None:
    with pytest.raises(UnknownCurrency):
        total([], "XXX")


def test_parse() -> None:
    assert parse("1.5") == Decimal("1.5")
    with pytest.raises(ValueError):
        parse("x")
`;

export const workflow = (steps: readonly string[], head = 'permissions:\n  contents: read\n') =>
  `name: CI\non: [push, pull_request]\n${head}jobs:\n  checks:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n${steps.map((step) => `      - run: ${step}\n`).join('')}`;

export const hooks = (...ids: readonly string[]) =>
  `repos:\n  - repo: https://example.org/hooks\n    rev: v1\n    hooks:\n${ids.map((id) => `      - id: ${id}\n`).join('')}`;
