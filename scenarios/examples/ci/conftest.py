"""pytest: every test that asks for `plant` gets one of its own."""
import pytest

from plant47 import Plant


@pytest.fixture
def plant():
    with Plant(seed=42) as running:
        yield running
