"""Two servers and two workers on one PostgreSQL behind nginx, by the files in drift/: what the README promises."""

import json
import shutil

import pytest
import requests
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from protokoll.arkivering import gor_arkivpaket
from protokoll.models import Arkivpaket
from tests.drift import processer as p
from tests.factories import KommunFactory, OrganFactory, TjanstFactory, UserFactory

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin")
VARD = "protokoll.vimmerby.example"
LOSEN = "ett långt lösenord"


class Lasare:
    """A browser, as far as cookies, https and the origin go."""

    def __init__(self, port, ca):
        self.session, self.stam = requests.Session(), f"https://127.0.0.1:{port}"
        self.session.verify, self.session.trust_env = str(ca), False
        self.session.headers.update({"Host": VARD, "Referer": f"https://{VARD}/"})

    def get(self, vag, **annat):
        return self.session.get(self.stam + vag, timeout=60, allow_redirects=False, **annat)

    def post(self, vag, **falt):
        nyckel = next((v for n, v in self.session.cookies.items() if n.endswith("-csrf")), "")
        return self.session.post(
            self.stam + vag, {"csrfmiddlewaretoken": nyckel, **falt}, timeout=60, allow_redirects=False
        )

    def logga_in(self, namn):
        self.get("/konto/login/")
        return self.post("/konto/login/", login=namn, password=LOSEN)


def konto(namn):
    user = UserFactory(username=namn, password=PBKDF2PasswordHasher().encode(LOSEN, "salt", 1000))
    TjanstFactory(person=user.person, roll="lasare")
    return user


def paket(organ, ar):
    DatabaseBackend("default", {"QUEUES": ["default"]}).enqueue(
        gor_arkivpaket, [Arkivpaket.objects.create(organ=organ, ar=ar, alla=0).pk], {}
    )


def allt_gjort():
    return not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()


# Some ten seconds of starting five programs: nothing else shows that the files in drift/ work together.
@pytest.mark.skipif(NGINX is None, reason="nginx saknas: sudo apt-get install nginx")
@pytest.mark.django_db(transaction=True)
def test_two_servers_and_two_workers_behind_nginx(tmp_path):
    KommunFactory(namn="Vimmerby kommun")
    organ = OrganFactory(namn="Kommunstyrelsen", kortnamn="KS")
    anna = konto("anna")
    ettan, tvaan, http, https = (p.ledig_port() for _ in range(4))
    ca, env = p.certifikat(tmp_path), p.miljo("vimmerby")
    servrar = {port: p.server(tmp_path, port, env) for port in (ettan, tvaan)}
    arbetarna = [p.arbetare(tmp_path, namn, env) for namn in ("arbetare-1", "arbetare-2")]
    proxy = p.nginx(tmp_path, NGINX, http=http, https=https, servrar=[ettan, tvaan])
    with p.igang(*servrar.values(), *arbetarna, proxy):
        for port in servrar:
            p.vanta(lambda port=port: p.redo(port)["redo"])
        p.vanta(lambda: p.redo(ettan)["prov"]["arbetare"] == "bra")
        lasare = Lasare(https, ca)

        # http leads to https; who is not logged in to the login; the cookies are this host's alone.
        till_https = requests.get(
            f"http://127.0.0.1:{http}/x", headers={"Host": VARD}, timeout=9, allow_redirects=False
        )
        assert (till_https.status_code, till_https.headers["Location"]) == (301, f"https://{VARD}/x")
        assert lasare.get("/uppdrag/").headers["Location"].startswith("/konto/login/")
        assert lasare.logga_in("anna").status_code == 302
        assert set(lasare.session.cookies.keys()) >= {"__Host-fullgjort-vimmerby"}

        # One session, whichever server answers; the proxy's log and the server's tell of the same request.
        svaren = [lasare.get("/uppdrag/?q=hemligt") for _ in range(4)]
        assert [svar.status_code for svar in svaren] == [200] * 4
        lasare.get("/deltar/HEMLIG-NYCKEL/")
        for server in servrar.values():
            assert [rad["konto"] for rad in server.rader() if rad.get("vag") == "/uppdrag/"][-2:] == [anna.pk] * 2
        nginxlogg = [json.loads(rad) for rad in (tmp_path / "fullgjort-vimmerby.log").read_text().splitlines()]
        ihop = {rad["begaran"]: rad["server"] for rad in nginxlogg}
        assert {ihop[svar.headers["X-Request-ID"]] for svar in svaren} == {f"127.0.0.1:{port}" for port in servrar}

        # What is public is kept by the proxy, for those who are not logged in.
        anonym = Lasare(https, ca)
        anonym.get("/anslagstavla/")
        anonym.get("/anslagstavla/")
        anonym.get("/anslagstavla/")
        assert "private" in lasare.get("/anslagstavla/").headers["Cache-Control"]
        kopior = [json.loads(rad) for rad in (tmp_path / "fullgjort-vimmerby.log").read_text().splitlines()]
        assert [r["kopia"] for r in kopior if r["vag"] == "/anslagstavla/"] == ["MISS", "HIT", "HIT", "BYPASS"]

        # The probes are not for everybody; the figures of each server are its own, and for who has the key.
        assert requests.get(f"http://127.0.0.1:{ettan}/halsa/matvarden", timeout=9).status_code == 404
        nyckel = {"Authorization": f"Bearer {p.MATNYCKEL}"}
        matt = requests.get(f"http://127.0.0.1:{ettan}/halsa/matvarden", headers=nyckel, timeout=9).text
        assert 'fullgjort_http_svar_total{metod="GET",status="200",vy="uppdrag:uppdragen"} 2.0' in matt
        assert "fullgjort_arbetare 2.0" in matt

        # Both workers share one queue, and one goes on alone.
        for ar in range(2000, 2006):
            paket(organ, ar)
        p.vanta(allt_gjort)
        assert all(len(uppgift.worker_ids) == 1 for uppgift in DBTaskResult.objects.all())
        arbetarna[0].doda()
        paket(organ, 2007)
        p.vanta(allt_gjort)

        # A server that dies is left out at once, and the session lives on; with none left the page is in Swedish.
        servrar[ettan].doda()
        assert [lasare.get("/uppdrag/").status_code for _ in range(4)] == [200] * 4
        assert servrar[tvaan].stoppa() == 0
        borta = lasare.get("/uppdrag/")
        assert borta.status_code == 502
        assert "Servern svarar inte just nu" in borta.content.decode()

    skrivet = "".join(fil.read_text() for fil in tmp_path.glob("*.log"))
    assert "HEMLIG-NYCKEL" not in skrivet
    assert "hemligt" not in skrivet
    assert "Traceback" not in skrivet
