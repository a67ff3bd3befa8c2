# SPDX-License-Identifier: Apache-2.0
"""A gateway that scripts start, ask and kill. Needs nothing but Python's standard library."""
import http.client
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
UWS = "{http://www.ivoa.net/xml/UWS/v1.0}"
SPACE = "vos://localhost~vospace"
FINAL = {"COMPLETED", "ERROR", "ABORTED"}


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


OPENER = urllib.request.build_opener(NoRedirect)


class Died(Exception):
    """The gateway is gone: nobody knows what has become of the request."""


def fail(message):
    print(os.path.basename(sys.argv[0]) + ": " + message, file=sys.stderr)
    sys.exit(1)


class Gateway:
    # Who lives for some seconds has no use for the best code.
    JAVA = {"MERIDIAN_JAVA_OPTS": "-XX:TieredStopAtLevel=1"}

    def __init__(self, data, *options):
        self.data = data
        self.log = data + ".log"
        self.token = None
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                [ROOT + "/meridian", "serve", "--port", "0", "--data-dir", data, *options],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, env={**self.JAVA, **os.environ},
            )
        end = time.monotonic() + 300
        while time.monotonic() < end:
            ready = re.search(r"Meridian is ready: (http\S+)", open(self.log).read())
            if ready:
                self.url = ready.group(1)
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        fail("the gateway did not start:\n" + open(self.log).read()[-3000:])

    def command(self, *words):
        done = subprocess.run(
            [ROOT + "/meridian", *words, "--data-dir", self.data], capture_output=True, text=True, check=True)
        return done.stdout

    def make_user(self):
        self.command("user", "add", "ann")
        made = self.command("token", "create", "ann", "--scope", "vospace:read", "--scope", "vospace:write")
        return re.search(r"mrd_\S+", made).group(0)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def kill_database(self):
        """All processes of PostgreSQL that work in the data folder, as when the machine is lost."""
        for process in filter(str.isdigit, os.listdir("/proc")):
            try:
                if os.readlink("/proc/%s/cwd" % process) == os.path.realpath(self.data + "/postgres"):
                    os.kill(int(process), signal.SIGKILL)
            except OSError:
                pass

    def stop(self):
        self.process.terminate()
        self.process.wait(60)

    def staged(self):
        return set(os.listdir(self.data + "/workspaces/staging"))

    def ask(self, method, path, body=None, kind="text/xml", **headers):
        """Status, headers and body."""
        request = urllib.request.Request(urllib.parse.urljoin(self.url, path), body, method=method)
        request.add_header("Authorization", "Bearer " + self.token)
        request.add_header("Content-Type", kind)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), str(value))
        try:
            with OPENER.open(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as answer:
            try:
                return answer.code, answer.headers, answer.read()
            except (OSError, http.client.HTTPException) as broken:
                raise Died from broken
        except (OSError, http.client.HTTPException) as broken:
            raise Died from broken


class Job:
    """Something that a worker asked for, and what there is then, if it happened."""

    def __init__(self, list_, body, kind, after):
        self.list = list_
        self.body = body
        self.kind = kind
        self.after = after
        self.id = None

    def start(self, gateway):
        status, headers, text = gateway.ask("POST", self.list + "?PHASE=RUN", self.body, self.kind)
        if status != 303:
            raise RuntimeError("%s: %d %s" % (self.list, status, text[:300]))
        self.id = headers["Location"].rsplit("/", 1)[1]

    def outcome(self, gateway):
        """Whether it has happened; waits for its end."""
        end = time.monotonic() + 180
        while True:
            status, _, text = gateway.ask("GET", "%s/%s?WAIT=20" % (self.list, self.id))
            if status != 200:
                fail("job %s was acknowledged and is gone: %d %s" % (self.id, status, text[:300]))
            tree = ElementTree.fromstring(text)
            phase = tree.findtext(UWS + "phase")
            if phase in FINAL:
                break
            if time.monotonic() > end:
                fail("job %s does not end: %s" % (self.id, text.decode()))
        if phase == "COMPLETED":
            return True
        reason = tree.findtext(UWS + "errorSummary/" + UWS + "message") or ""
        if phase != "ERROR" or not reason.strip():
            fail("job %s ended %s without a reason" % (self.id, phase))
        fail("job %s failed, for no reason that there should be: %s" % (self.id, reason))
