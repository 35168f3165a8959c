"""The HEALTHCHECK of the Dockerfile is written into an image in OCI format."""

import hashlib
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def program() -> ModuleType:
    path = ROOT / "deploy" / "image" / "keep_healthcheck.py"
    spec = importlib.util.spec_from_file_location("keep_healthcheck", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _store(layout: Path, content: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(content).encode()
    digest = hashlib.sha256(text).hexdigest()
    (layout / "blobs" / "sha256" / digest).write_bytes(text)
    return {"digest": f"sha256:{digest}", "size": len(text)}


def _load(layout: Path, descriptor: dict[str, Any]) -> dict[str, Any]:
    name = descriptor["digest"].removeprefix("sha256:")
    text = (layout / "blobs" / "sha256" / name).read_bytes()
    assert hashlib.sha256(text).hexdigest() == name
    assert len(text) == descriptor["size"]
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def test_it_reads_the_check_of_the_dockerfile(program: ModuleType) -> None:
    check = program.read_healthcheck((ROOT / "Dockerfile").read_text(encoding="utf-8"))
    assert check["Test"][:3] == ["CMD", "python", "-c"]
    assert "/health/live" in check["Test"][3]
    assert (check["Interval"], check["Timeout"]) == (10 * 10**9, 3 * 10**9)
    assert (check["StartPeriod"], check["Retries"]) == (30 * 10**9, 3)


def test_a_dockerfile_without_one_is_refused(program: ModuleType) -> None:
    with pytest.raises(ValueError, match="no HEALTHCHECK"):
        program.read_healthcheck("FROM scratch\n")


def test_every_digest_of_the_image_is_right_afterwards(program: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "blobs" / "sha256").mkdir(parents=True)
    configuration = _store(tmp_path, {"config": {"User": "referral"}})
    manifest = _store(tmp_path, {"config": configuration, "layers": []})
    (tmp_path / "index.json").write_text(json.dumps({"manifests": [manifest]}))

    program.keep(tmp_path, {"Test": ["CMD", "true"]})

    (image,) = json.loads((tmp_path / "index.json").read_text())["manifests"]
    kept = _load(tmp_path, _load(tmp_path, image)["config"])
    assert kept == {"config": {"User": "referral", "Healthcheck": {"Test": ["CMD", "true"]}}}
    assert len(list((tmp_path / "blobs" / "sha256").iterdir())) == 2
