"""The files in drift/ and the chapter Drift speak of what there is."""

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from kommun.middleware import PROBER
from tests.drift.processer import miljo

ROT = Path(settings.BASE_DIR)
ENHETER = sorted((ROT / "drift").glob("*@.*"))
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin")
KAPITLET = (ROT / "README.md").read_text().split("\n## Drift\n")[1].split("\n## ")[0]


def enhet(fil: Path) -> ConfigParser:
    las = ConfigParser(strict=False, interpolation=None)
    las.optionxform = str
    las.read_string(fil.read_text())
    return las


@pytest.mark.parametrize("fil", [f for f in ENHETER if f.suffix == ".service"], ids=lambda f: f.name)
def test_unit_runs_a_command_that_exists_closed_in(fil):
    service = enhet(fil)["Service"]
    kommandon = re.findall(r"^ExecStart=-?(\S+) (.*)$", fil.read_text(), re.M)

    assert kommandon
    for program, argument in kommandon:
        assert program.startswith("/srv/fullgjort/.venv/bin/")
        if program.endswith("/python"):
            fil_, namn, *_ = argument.split()
            assert (ROT / fil_).exists()
            assert namn in get_commands()
        else:
            assert (ROT / argument.split()[1]).exists()
    assert service["User"] == "fullgjort"
    assert (service["NoNewPrivileges"], service["ProtectSystem"], service["ProtectHome"]) == ("yes", "strict", "yes")
    assert service["EnvironmentFile"] == "/etc/fullgjort/%i.env"


def test_each_timer_has_its_service_and_the_chapter_names_every_file():
    for fil in ENHETER:
        if fil.suffix == ".timer":
            assert fil.with_suffix(".service").exists()
        assert fil.name.split("@")[0] in KAPITLET


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd saknas")
def test_systemd_understands_the_units():
    verify = ["systemd-analyze", "verify", "--man=no", *map(str, ENHETER)]
    svar = subprocess.run(verify, capture_output=True, text=True, check=False)

    # That the programs are not installed here is the only complaint.
    assert [rad for rad in svar.stderr.splitlines() if "/srv/fullgjort" not in rad] == []


@pytest.mark.skipif(NGINX is None, reason="nginx saknas: sudo apt-get install nginx")
def test_nginx_understands_two_municipalities_in_any_order(tmp_path):
    text = (ROT / "drift" / "nginx.conf").read_text().replace(" ssl http2", "").replace("/var/log/nginx", str(tmp_path))
    gemensamt = (ROT / "drift" / "nginx-gemensamt.conf").read_text().replace("/var/lib/nginx", str(tmp_path))
    (tmp_path / "0.conf").write_text(gemensamt)
    for namn in ("alvesta", "vimmerby"):
        utan_bevis = re.sub(r"^ *ssl_.*\n", "", text, flags=re.M)
        (tmp_path / f"1-{namn}.conf").write_text(utan_bevis.replace("vimmerby", namn))
    konf = tmp_path / "nginx.txt"
    konf.write_text(f"pid {tmp_path}/pid; events {{}} http {{ include {tmp_path}/*.conf; }}")
    svar = subprocess.run(
        [NGINX, "-t", "-c", konf, "-e", tmp_path / "fel.log"], capture_output=True, text=True, check=False
    )

    assert svar.returncode == 0, svar.stderr


def test_chapter_knows_the_probes_and_every_setting_it_names_is_read():
    assert all(f"`{adress}`" in KAPITLET for adress in PROBER)
    kod = "".join(
        f.read_text() for f in [ROT / "kommun/settings.py", *ROT.glob("drift/*.py"), *ROT.glob("kommun/*.py")]
    )
    assert [namn for namn in set(re.findall(r"FULLGJORT_[A-Z_]+", KAPITLET)) if namn not in kod] == []


def test_check_deploy_is_clean_with_the_settings_of_the_chapter():
    namnda = set(re.findall(r"^(FULLGJORT_[A-Z_]+)=", KAPITLET, re.M))
    allt = miljo("vimmerby") | {"FULLGJORT_ORIGINS": "https://protokoll.vimmerby.example", "FULLGJORT_BIND": "x"}
    utan = {n: v for n, v in allt.items() if not n.startswith("FULLGJORT_") or n in namnda}
    svar = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROT, env=utan | {"DJANGO_SETTINGS_MODULE": "kommun.settings"}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert svar.returncode == 0, svar.stderr
    assert "no issues" in svar.stdout + svar.stderr
