"""R18: the cause of a crash is the error of the program, not the last words of its runtime."""

from __future__ import annotations

import pytest

from bench.harness.last_words import last_words

NODE = """\
file:///tmp/extract.mjs:3
  throw new Error('no idea');
        ^

Error: no idea
    at file:///tmp/extract.mjs:3:9
    at ModuleJob.run (node:internal/modules/esm/module_job:195:25)

Node.js v20.20.2
"""
NODE_WITH_FIELDS = """\
node:internal/fs/utils:351
    throw err;
    ^

Error: ENOENT: no such file or directory, open 'words.txt'
    at Object.openSync (node:fs:596:3) {
  errno: -2,
  code: 'ENOENT'
}

Node.js v20.20.2
"""
NODE_WORD = """\
node:internal/process/esm_loader:97
    internalBinding('errors').triggerUncaughtException(
                              ^
no idea
(Use `node --trace-uncaught ...` to show where the exception was thrown)

Node.js v20.20.2
"""
NODE_LINES = """\
/tmp/a.mjs:1
throw x
^

TypeError: one
two
    at Object.<anonymous> (/tmp/a.mjs:1:7)

Node.js v22.1.0
"""
JAVA = """\
Exception in thread "main" java.lang.IllegalStateException: wrapped
\tat Main.main(Main.java:5)
Caused by: java.lang.RuntimeException: no idea
\tat Main.inner(Main.java:9)
\t... 1 more
"""
RUST = """\
thread 'main' panicked at src/main.rs:2:5:
no idea
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
"""
GO = "panic: no idea\n\ngoroutine 1 [running]:\nmain.main()\n\t/tmp/main.go:4 +0x1d\nexit status 2\n"
PYTHON = (
    "Traceback (most recent call last):\n  File \"x.py\", line 1, in <module>\n    f()\n    ~^^\nKeyError: 'key'\n"
)
EXPECTED = {
    "node": (NODE, "Error: no idea"),
    "node, an error with fields": (NODE_WITH_FIELDS, "Error: ENOENT: no such file or directory, open 'words.txt'"),
    "node, what is no Error": (NODE_WORD, "no idea"),
    "node, a message of two lines": (NODE_LINES, "TypeError: one"),
    "java": (JAVA, "Caused by: java.lang.RuntimeException: no idea"),
    "go": (GO, "panic: no idea"),
    "rust": (RUST, "no idea"),
    "python": (PYTHON, "KeyError: 'key'"),
    "words after an error that was caught": ("ValueError: earlier\n\nenough\n", "enough"),
    "one word": ("enough\n", "enough"),
    "indented alone": ("   enough\n\n", "enough"),
    "nothing": ("\n \n", ""),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("written", "expected"), EXPECTED.values(), ids=EXPECTED.keys())
def test_r18_the_cause_is_the_programs_own(written: str, expected: str) -> None:
    assert last_words(written) == expected


def test_r18_two_versions_of_node_give_one_cause() -> None:
    assert last_words(NODE) == last_words(NODE.replace("v20.20.2", "v24.0.1"))
