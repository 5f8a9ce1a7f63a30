import pytest
from quantities.reading import Case, check_reading

COST = {"kind": "money", "role": "cost"}
CASES: dict[str, Case] = {
    "dollars": ("[$89] each", COST | {"value": 89.0, "unit": "USD"}),
    "a running cost": (
        "[$4,700+/year]",
        COST | {"unit": "USD/a", "bound": "at_least", "resolution": 100.0},
    ),
    "a month": ("[$40 a month]", {"unit": "USD/mo"}),
    "per session": ("[$75 per session]", {"unit": "USD"}),
    "pounds sterling": ("[£35]", {"unit": "GBP"}),
    "euros behind": ("[20 €]", {"unit": "EUR"}),
    "a country in front": ("[US$ 2,304.85]", {"value": 2304.85, "unit": "USD", "resolution": 0.01}),
    "Australian": ("[AU$50]", {"unit": "AUD"}),
    "a code in front": ("[USD 300]", {"unit": "USD", "value": 300.0}),
    "words": ("[89 dollars]", {"unit": "USD"}),
    "cents": ("[50 cents]", {"value": 0.5, "unit": "USD"}),
    "a range": ("[$50–$100]", {"low": 50.0, "high": 100.0, "bound": "range"}),
    "a range with one sign": ("[$50-100]", {"low": 50.0, "high": 100.0}),
    "between": ("[between $50 and $100]", {"low": 50.0, "high": 100.0}),
    "millions": ("[$5 million]", {"value": 5e6, "resolution": 1e6}),
    "short millions": ("[$5M]", {"value": 5e6}),
    "thousands": ("[$10k]", {"value": 1e4}),
    "about": ("[about $120]", {"bound": "about"}),
}


@pytest.mark.parametrize(("marked", "fields"), CASES.values(), ids=CASES)
def test_money_knows_currency_and_time(marked, fields):
    check_reading(marked, fields)
