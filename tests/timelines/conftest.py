"""The browser and axe of the report's tests."""

from tests.report.conftest import axe as axe
from tests.report.conftest import browser as browser
