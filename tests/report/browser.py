"""Headless Chromium as the tests use it, driven by selenium, with nothing that it would load by itself."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Browser:
    """A browser with one page."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, path: Path, *, width: int = 1280, dark: bool = False, fragment: str = "") -> None:
        """Open a file at a width and wait until it can be used. What was logged before is forgotten."""
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme, "media": ""})
        metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.driver.get("about:blank")  # else only the fragment may change, and nothing is loaded
        self.logged()
        self.requested()
        self.driver.get(path.as_uri() + fragment)
        WebDriverWait(self.driver, 10, poll_frequency=0.02).until(
            lambda _: self.run("return performance.getEntriesByName('usable').length")
        )

    def run(self, script: str, *given: Any) -> Any:
        """What a script returns that runs in the page."""
        return self.driver.execute_script(script, *given)

    def one(self, selector: str) -> WebElement:
        """The first element of a CSS selector."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        """All elements of a CSS selector."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        """The text of those elements of a CSS selector that can be seen."""
        return [element.text for element in self.all(selector) if element.is_displayed()]

    def choose(self, selector: str, text: str) -> None:
        """Choose an option by what it says, and wait until the page has followed."""
        Select(self.one(selector)).select_by_visible_text(text)
        self.settle()

    def settle(self) -> None:
        """Wait until what the page has begun (it unpacks documents in the background) is done."""
        self.driver.execute_async_script("setTimeout(arguments[0], 60)")

    def press(self, *keys: str) -> None:
        """Press keys, wherever the focus is."""
        actions = ActionChains(self.driver)
        for key in keys:
            actions.send_keys(key)
        actions.perform()
        self.settle()

    def focused(self) -> WebElement:
        """The element that has the focus."""
        return self.driver.switch_to.active_element

    def logged(self) -> list[str]:
        """What stands in the console since it was last asked."""
        return [entry["message"] for entry in self.driver.get_log("browser")]  # type: ignore[no-untyped-call]

    def requested(self) -> list[str]:
        """The addresses that were asked for since it was last asked."""
        entries = self.driver.get_log("performance")  # type: ignore[no-untyped-call]
        messages = [json.loads(entry["message"])["message"] for entry in entries]
        return [
            each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"
        ]


@contextmanager
def started(user_data: Path) -> Iterator[Browser]:
    """A browser that is closed in the end."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for flag in (*FLAGS, f"--user-data-dir={user_data}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    driver.set_script_timeout(30)
    try:
        yield Browser(driver)
    finally:
        driver.quit()
