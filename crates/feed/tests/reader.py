"""Reads a published feed with python-tuf, the reference client, and then tries to be fooled.

Called with a folder that holds a feed and with the file to trust. Prints the head of the catalogue,
then one line for each file that was changed by one byte: its kind and what the client made of it.
"""

import functools
import http.server
import json
import pathlib
import re
import shutil
import sys
import tempfile
import threading

from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.ngclient import Updater

CATALOGUE = "catalogue.json"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def serve(folder):
    handler = functools.partial(Quiet, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


def read(folder, root):
    """The catalogue, as a client that knows nothing yet but the root."""
    server, address = serve(folder)
    try:
        with tempfile.TemporaryDirectory() as known, tempfile.TemporaryDirectory() as targets:
            updater = Updater(
                known,
                f"{address}/metadata/",
                targets,
                f"{address}/targets/",
                bootstrap=root,
            )
            updater.refresh()
            target = updater.get_targetinfo(CATALOGUE)
            path = updater.download_target(target)
            return json.loads(pathlib.Path(path).read_bytes())
    finally:
        server.shutdown()


def newest(folder, kind):
    """The newest file of a kind: the timestamp has no number, the catalogue only a hash."""
    files = {
        "timestamp": ["metadata/timestamp.json"],
        "snapshot": sorted(folder.glob("metadata/*.snapshot.json"), key=number),
        "targets": sorted(folder.glob("metadata/*.targets.json"), key=number),
        "catalogue": sorted(folder.glob("targets/*.json"), key=head),
    }[kind]
    return folder / files[-1]


def number(file):
    return int(file.name.split(".")[0])


def head(file):
    return json.loads(file.read_bytes())["head"]


def tamper(file):
    """Changes one digit of a date: the file stays one of its kind."""
    text = file.read_text()
    at = re.search(r'"20(\d)\d-', text).start(1)
    file.write_text(text[:at] + ("8" if text[at] == "9" else "9") + text[at + 1 :])


def main():
    folder, root = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).read_bytes()
    print("head", read(folder, root)["head"])
    for kind in ["timestamp", "snapshot", "targets", "catalogue"]:
        with tempfile.TemporaryDirectory() as other:
            shutil.copytree(folder, other, dirs_exist_ok=True)
            tamper(newest(pathlib.Path(other), kind))
            try:
                read(other, root)
                print(kind, "believed")
            except (RepositoryError, DownloadError) as refusal:
                print(kind, "refused", type(refusal).__name__)


main()
