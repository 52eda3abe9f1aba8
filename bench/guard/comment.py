"""The comment of a comparison on a pull request at GitHub: one comment, which later runs update."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.errors import UsageError

if TYPE_CHECKING:
    import httpx

MARK = "<!-- bench compare -->"
"""The first line of the comment, which GitHub doesn't show. It is how a later run finds the comment."""
API = "https://api.github.com"
PAGE = 100
DENIED = (401, 403, 404)
"""The status codes of a token that may not do what is asked, as on pull requests from forks."""


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request, and what is needed to comment on it."""

    repository: str
    """The repository that the pull request is for, as OWNER/NAME."""
    number: int
    token: str
    api: str = API


def pull_request(variables: Mapping[str, str]) -> PullRequest | None:
    """Returns the pull request that a job of GitHub Actions runs for; None if it runs for none, or has no token.

    ``variables`` are the job's environment variables. Raises UsageError outside of GitHub Actions.
    """
    event, repository = variables.get("GITHUB_EVENT_PATH"), variables.get("GITHUB_REPOSITORY")
    if not event or not repository:
        raise UsageError("--comment is for a job of GitHub Actions, and GITHUB_EVENT_PATH isn't set; leave it out")
    try:
        number = json.loads(Path(event).read_text(encoding="utf-8"))["pull_request"]["number"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    token = variables.get("GITHUB_TOKEN")
    return PullRequest(repository, int(number), token, variables.get("GITHUB_API_URL") or API) if token else None


def check_client() -> None:
    """Raises UsageError if the client that posts comments isn't installed."""
    try:
        import httpx  # noqa: F401 - whether it is there
    except ImportError:
        remedy = "run: python -m pip install 'timeline-bench[guard]'"
        raise UsageError(f"a comment is posted with httpx, which isn't installed; {remedy}") from None


def post(text: str, to: PullRequest) -> str:
    """Posts a comment or updates the one of an earlier run. Returns why it couldn't, or an empty string."""
    import httpx

    headers = {
        "Authorization": f"Bearer {to.token}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    place = f"/repos/{to.repository}/issues"
    body = {"body": f"{MARK}\n{text}"}
    try:
        with httpx.Client(
            base_url=to.api, headers=headers, timeout=30, transport=httpx.HTTPTransport(retries=2)
        ) as client:
            for found in _comments(client, f"{place}/{to.number}/comments"):
                # what another user wrote may bear the mark too, and can't be changed
                if client.patch(f"{place}/comments/{found['id']}", json=body).is_success:
                    return ""
            client.post(f"{place}/{to.number}/comments", json=body).raise_for_status()
    except httpx.HTTPStatusError as error:
        code = error.response.status_code
        if code in DENIED:
            return f"the token may not write comments here (status {code}), as on a pull request from a fork"
        return f"GitHub answers with status {code}"
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        return f"GitHub can't be reached: {error or type(error).__name__}"
    return ""


def _comments(client: httpx.Client, place: str) -> Iterator[Mapping[str, Any]]:
    """Yields the comments that bear the mark, oldest first."""
    page = 1
    while True:
        reply = client.get(place, params={"per_page": PAGE, "page": page})
        reply.raise_for_status()
        found = reply.json()
        yield from (each for each in found if (each.get("body") or "").startswith(MARK))
        if len(found) < PAGE:
            return
        page += 1
