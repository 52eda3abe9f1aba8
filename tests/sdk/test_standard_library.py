import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import bench

LIBRARY = Path(bench.__file__).parent
MODULES = sorted(f"bench.sdk.{path.stem}" for path in (LIBRARY / "sdk").glob("*.py") if path.stem != "__init__")
STRANGERS = """\
import importlib, sys
sys.path.insert(0, {folder!r})
importlib.import_module({module!r})
names = {{name.partition(".")[0] for name in sys.modules}}
print(*sorted(names - {{*sys.stdlib_module_names, "bench", "__main__"}}))
print(*sorted(name for name in sys.modules if name.startswith("bench") and not name.startswith("bench.sdk")))
"""


@pytest.mark.parametrize("module", ["bench", "bench.sdk", *MODULES])
def test_a_module_of_the_sdk_needs_nothing_but_the_sdk_and_the_standard_library(
    tmp_path: Path, module: str
) -> None:
    (tmp_path / "bench").mkdir()
    shutil.copy(LIBRARY / "__init__.py", tmp_path / "bench")
    shutil.copytree(LIBRARY / "sdk", tmp_path / "bench" / "sdk")
    program = STRANGERS.format(folder=str(tmp_path), module=module)

    # -I and -S: no site-packages, no current folder, no variable can help
    done = subprocess.run((sys.executable, "-I", "-S", "-c", program), capture_output=True, text=True, check=False)

    assert done.stderr == ""
    packages, ours = done.stdout.splitlines()
    assert packages == ""
    assert ours == "bench"
