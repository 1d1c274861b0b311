"""Builds the wheel of this folder with Python's standard library, as PEP 517 describes it for pip."""

import base64
import hashlib
import re
import zipfile
from pathlib import Path

FOLDER = Path(__file__).parent
NAME, MODULE = "typescript_lab_papermill", "typescript_lab_papermill.py"
VERSION = re.search(r'^version = "(.+)"$', (FOLDER / "pyproject.toml").read_text("utf-8"), re.MULTILINE)[1]
INFO = f"{NAME}-{VERSION}.dist-info"


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Writes the wheel and returns its file name."""
    files = {
        MODULE: (FOLDER / MODULE).read_text("utf-8"),
        f"{INFO}/METADATA": (
            "Metadata-Version: 2.1\n"
            f"Name: typescript-lab-papermill\nVersion: {VERSION}\n"
            "Summary: Parameters in TypeScript for papermill\n"
            "License: MIT\nRequires-Python: >=3.10\n"
        ),
        f"{INFO}/WHEEL": "Wheel-Version: 1.0\nGenerator: build_wheel\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{INFO}/entry_points.txt": f"[papermill.engine]\ntypescript-lab = {NAME}:TypeScriptEngine\n",
    }
    record = "".join(f"{name},sha256={digest(text)},{len(text.encode())}\n" for name, text in files.items())
    files[f"{INFO}/RECORD"] = f"{record}{INFO}/RECORD,,\n"
    wheel = f"{NAME}-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(Path(wheel_directory) / wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return wheel


def digest(text):
    """Returns the SHA-256 of a text in the form of a wheel's RECORD."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
