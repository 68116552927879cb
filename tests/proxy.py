"""deploy/nginx.conf in front of two web processes on this machine: an nginx with free ports and a certificate of its own."""

import contextlib
import datetime
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from frontdesk.pages.management import children
from tests import production

CONF = Path(__file__).parents[1] / "deploy" / "nginx.conf"
AROUND = """daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 2;
events {{ worker_connections 512; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/1; uwsgi_temp_path {folder}/2; scgi_temp_path {folder}/3;
{conf}
}}
"""


@contextlib.contextmanager
def nginx(web, *, http, https):
    """Ends TLS on a port and asks the web processes on others."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        sys.exit("There is no nginx: run bin/install-programs nginx.")
    with tempfile.TemporaryDirectory(prefix="fd-proxy-") as folder:
        certify(Path(folder))
        conf = CONF.read_text()
        for ours, theirs in {
            **{f"127.0.0.1:{8001 + number}": f"127.0.0.1:{port}" for number, port in enumerate(web)},
            "listen 80;": f"listen 127.0.0.1:{http};", "listen 443 ssl;": f"listen 127.0.0.1:{https} ssl;",
        }.items():  # fmt: skip
            assert ours in conf, ours
            conf = conf.replace(ours, theirs)
        conf = re.sub(r"/etc/ssl/[^/;]+/", f"{folder}/", conf)
        Path(folder, "nginx.conf").write_text(AROUND.format(folder=folder, conf=conf))
        command = [program, "-p", folder, "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log"]
        tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        if tested.returncode:
            sys.exit(f"nginx refuses deploy/nginx.conf: {tested.stderr}")
        running = children.start(command)
        try:
            yield
        finally:
            children.stop([running], 10)


def certify(folder):
    """A key and a certificate that it signs itself, for a day."""
    host, now = production.ENVIRONMENT["DJANGO_ALLOWED_HOSTS"], datetime.datetime.now(datetime.UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    secret = folder / "privkey.pem"
    secret.touch(mode=0o600)
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
