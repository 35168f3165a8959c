"""Ask a validator about each file of ``deploy/``; say which could not be asked.

``make deploy-check`` installs those that come from a package registry into ``deploy/build/venv``.
``systemd-analyze`` and ``nginx`` are asked where the machine has them.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

DEPLOY = Path(__file__).parents[1] / "deploy"
VALIDATORS = DEPLOY / "build" / "venv" / "bin"
# CloudNativePG publishes no schema to a package registry; tests/deploy reads its file.
CUSTOM_RESOURCES = {"database.yaml"}
EXPOSURE = 20  # of 100; "OK" begins at 20 to 40, a unit without a sandbox has 96


def systemd(deploy: Path) -> Iterator[str]:
    """Say what systemd finds in the units, and which are too exposed."""
    with tempfile.TemporaryDirectory() as folder:
        units = [_with_a_program(unit, Path(folder)) for unit in _units(deploy)]
        # It ends with 0 whatever it says of a setting that it does not know.
        yield from _run("systemd-analyze", "verify", *units, silent=True)
        for unit in units:
            if unit.suffix == ".service":
                options = ("--offline=yes", "--no-pager", f"--threshold={EXPOSURE}")
                yield from _run("systemd-analyze", "security", *options, unit, last=1)


def nginx(deploy: Path) -> Iterator[str]:
    """Say what nginx finds in the sample, with a certificate and a port of the moment."""
    with tempfile.TemporaryDirectory() as name, socket.socket() as free:
        folder = Path(name)
        free.bind(("127.0.0.1", 0))
        text = (deploy / "nginx" / "referral-api.conf").read_text(encoding="utf-8")
        text = re.sub(r"listen \[::\]:443 ssl;\n", "", text)
        text = text.replace("listen 443", f"listen 127.0.0.1:{free.getsockname()[1]}")
        text = text.replace("/etc/ssl/referral-api", name).replace("/var/log/nginx", name)
        free.close()
        _make_certificate(folder)
        paths = "".join(
            f"{kind}_temp_path {name}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"pid {name}/pid;\nerror_log {name}/error.log;\nevents {{}}\n"
            f"http {{\n{paths}{text}}}\n",
            encoding="utf-8",
        )
        yield from _run("nginx", "-t", "-q", "-p", folder, "-c", folder / "nginx.conf")


def gixy(deploy: Path) -> Iterator[str]:
    """Say what gixy thinks unsafe in the sample."""
    yield from _run(VALIDATORS / "gixy", deploy / "nginx" / "referral-api.conf")


def compose(deploy: Path) -> Iterator[str]:
    """Say where the compose file leaves the schema of its specification."""
    file = deploy / "compose" / "compose.yaml"
    schema = ("--builtin-schema", "vendor.compose-spec")
    yield from _run(VALIDATORS / "check-jsonschema", *schema, file)


def kubernetes(deploy: Path) -> Iterator[str]:
    """Say where a manifest leaves the schema of its kind, or has a member that it lacks."""
    for file in sorted((deploy / "kubernetes").glob("*.yaml")):
        if file.name not in CUSTOM_RESOURCES:
            yield from _run(VALIDATORS / "kubernetes-validate", "--strict", file)


def scripts(deploy: Path) -> Iterator[str]:
    """Say which shell script cannot be read."""
    for file in sorted({*deploy.glob("*/*.sh"), deploy / "systemd" / "referral-api-backup"}):
        yield from _run("sh", "-n", file)


CHECKS: dict[Callable[[Path], Iterator[str]], str | Path] = {
    systemd: "systemd-analyze",
    nginx: "nginx",
    gixy: VALIDATORS / "gixy",
    compose: VALIDATORS / "check-jsonschema",
    kubernetes: VALIDATORS / "kubernetes-validate",
    scripts: "sh",
}


def can_be_asked(check: Callable[[Path], Iterator[str]]) -> bool:
    """Say whether the validator is there."""
    return shutil.which(CHECKS[check], path=_path()) is not None


def main() -> int:
    """Ask all; 1 if one of them found something."""
    found_any = False
    for check, program in CHECKS.items():
        if not can_be_asked(check):
            missing = Path(program).name
            sys.stdout.write(f"{check.__name__}: not asked, {missing} is not installed\n")
            continue
        found = list(check(DEPLOY))
        found_any |= bool(found)
        sys.stdout.write("\n".join([f"{check.__name__}: {len(found) or 'nothing'} found", *found]))
        sys.stdout.write("\n")
    return int(found_any)


def _units(deploy: Path) -> list[Path]:
    return sorted(path for path in (deploy / "systemd").iterdir() if path.suffix in _UNITS)


_UNITS = {".service", ".timer"}


def _with_a_program(unit: Path, folder: Path) -> Path:
    """Copy a unit, with a program that every machine has; a template as its node on port 8001."""
    copy = folder / unit.name.replace("@.", "@8001.")
    copy.write_text(
        re.sub(r"(?<=^ExecStart=)\S+", "/bin/true", unit.read_text(), flags=re.MULTILINE)
    )
    return copy


def _make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "referral.example")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(start).not_valid_after(start.replace(year=2046))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )  # fmt: skip


def _path() -> str:
    return f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


def _run(
    program: str | Path, *arguments: str | Path, last: int = 0, silent: bool = False
) -> Iterator[str]:
    """Run it; yield what it wrote (its last lines) if it is not content, or should be silent."""
    done = subprocess.run(
        [program, *arguments], capture_output=True, text=True, check=False,
        env={**os.environ, "PATH": _path(), "PYTHONUTF8": "1"},
    )  # fmt: skip
    lines = (done.stdout + done.stderr).strip().splitlines()
    if done.returncode or (silent and lines):
        yield "\n".join(lines[-last:])


if __name__ == "__main__":
    sys.exit(main())
