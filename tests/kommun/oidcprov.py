"""A small OpenID Connect provider on loopback: discovery, keys that change, code with PKCE, proofs of logout."""

import json
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

KLIENT, HEMLIGHET = "fullgjort", "en hemlighet: med kolon"
HANDELSE = {"http://schemas.openid.net/event/backchannel-logout": {}}


class Oidcprov:
    """Whoever comes is `vem`. What was asked for, and what was refused, is kept to be looked at."""

    def __init__(self):
        self.vem = {"sub": "7f3a", "name": "Siv Skrivare", "email": "siv@example.invalid", "acr": "loa3"}
        self.koder, self.fragor, self.nekat = {}, [], []
        self.nycklar = {}
        self.andra = {}  # claims to put in the place of the right ones
        self.signeras_med = None  # another key, and its algorithm
        self.ny_nyckel()
        prov = self

        class Svarar(BaseHTTPRequestHandler):
            def do_GET(self):
                delar = urlsplit(self.path)
                prov._get(self, delar.path, {k: v[0] for k, v in parse_qs(delar.query).items()})

            def do_POST(self):
                falt = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                prov._token(self, {k: v[0] for k, v in falt.items()})

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Svarar)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stang(self):
        self.server.shutdown()
        self.server.server_close()

    def ny_nyckel(self):
        """The key of before is taken away, as after a rotation."""
        self.kid = token_urlsafe(6)
        self.nycklar = {self.kid: generate_private_key(SECP256R1())}

    def signera(self, uppgifter: dict) -> str:
        nu = int(time.time())
        grund = {"iss": self.url, "aud": KLIENT, "iat": nu, "exp": nu + 60}
        nyckel, alg = self.signeras_med or (self.nycklar[self.kid], "ES256")
        return jwt.encode({**grund, **uppgifter}, nyckel, algorithm=alg, headers={"kid": self.kid})

    def utloggning(self, **uppgifter) -> str:
        return self.signera({"jti": token_urlsafe(8), "events": HANDELSE, **uppgifter})

    def _get(self, svar, path, fraga):
        if path == "/.well-known/openid-configuration":
            self._json(
                svar,
                {
                    "issuer": self.url,
                    "authorization_endpoint": f"{self.url}/authorize",
                    "token_endpoint": f"{self.url}/token",
                    "jwks_uri": f"{self.url}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                },
            )
        elif path == "/keys":
            ec = jwt.algorithms.ECAlgorithm
            nycklar = [
                {**json.loads(ec.to_jwk(n.public_key())), "kid": kid, "use": "sig", "alg": "ES256"}
                for kid, n in self.nycklar.items()
            ]
            self._json(svar, {"keys": nycklar})
        elif path == "/authorize":
            self.fragor.append(fraga)
            kod = token_urlsafe(12)
            self.koder[kod] = (fraga, dict(self.vem))
            svar.send_response(302)
            svar.send_header("Location", f"{fraga['redirect_uri']}?{urlencode({'code': kod, 'state': fraga['state']})}")
            svar.end_headers()
        else:
            svar.send_error(404)

    def _token(self, svar, falt):
        fraga, vem = self.koder.pop(falt.get("code"), (None, None))  # a code counts once
        fel = self._fel(svar, falt, fraga)
        if fel:
            self.nekat.append(fel)
            self._json(svar, {"error": "invalid_grant", "error_description": fel}, 400)
            return
        bevis = self.signera({**vem, **self.andra})
        self._json(svar, {"access_token": token_urlsafe(8), "token_type": "Bearer", "id_token": bevis})

    def _fel(self, svar, falt, fraga):
        if (falt.get("client_id"), falt.get("client_secret")) != (KLIENT, HEMLIGHET) and not self._basic(svar):
            return "klienten"
        if fraga is None:
            return "koden"
        if falt.get("redirect_uri") != fraga["redirect_uri"]:
            return "adressen"
        utmaning = urlsafe_b64encode(sha256(falt.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if fraga.get("code_challenge_method") != "S256" or utmaning != fraga.get("code_challenge"):
            return "pkce"
        return None

    @staticmethod
    def _basic(svar):
        _, _, kod = svar.headers.get("Authorization", "").partition(" ")
        namn, _, hemlighet = b64decode(kod).decode().partition(":")
        return (unquote(namn), unquote(hemlighet)) == (KLIENT, HEMLIGHET)

    @staticmethod
    def _json(svar, data, status=200):
        kropp = json.dumps(data).encode()
        svar.send_response(status)
        svar.send_header("Content-Type", "application/json")
        svar.send_header("Content-Length", str(len(kropp)))
        svar.end_headers()
        svar.wfile.write(kropp)
