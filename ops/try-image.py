#!/usr/bin/env python3
"""Unpacks an OCI image's tar, runs its entrypoint in it as its user, and asks /healthz and /metrics. As root, on Linux."""

import json
import os
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request

PATIENCE_SECONDS = 60


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


def unpacked(image, root):
    """Lays the layers of the image's one manifest into root; its configuration."""
    with tarfile.open(image) as tar:
        def blob(descriptor):
            return tar.extractfile("blobs/" + descriptor["digest"].replace(":", "/"))

        index = json.load(tar.extractfile("index.json"))
        manifest = json.load(blob(index["manifests"][0]))
        for layer in manifest["layers"]:
            with tarfile.open(fileobj=blob(layer), mode="r:gz") as files:
                files.extractall(root)
        return json.load(blob(manifest["config"]))["config"]


def asked(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
        return answer.read().decode()


def tried(config, root):
    port = free_port()
    command = config["Entrypoint"] + [
        f"127.0.0.1:{port}" if argument.endswith(":8080") else argument for argument in config["Cmd"]
    ]
    environment = dict(variable.split("=", 1) for variable in config["Env"])
    command[0] = os.path.join(environment["PATH"], command[0])
    # As every container runtime does, with a /proc; it goes with the process.
    os.makedirs(root + "/proc", exist_ok=True)
    entered = 'mount --bind /proc "$0/proc" && exec chroot --userspec="$USER" "$0" "$@"'
    process = subprocess.Popen(
        ["unshare", "--mount", "sh", "-c", entered, root] + command,
        env=environment | {"USER": config["User"] + ":" + config["User"], "PATH": os.environ["PATH"]},
    )
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                if asked(port, "/healthz") == "ok\n" and "preheat_store_up 1.0" in asked(port, "/metrics"):
                    print("the image runs: /healthz is ok, /metrics has the store up")
                    return
            except OSError:
                pass
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit("the image does not run")
            time.sleep(0.2)
    finally:
        process.terminate()
        process.wait()


with tempfile.TemporaryDirectory() as directory:
    os.chmod(directory, 0o755)
    tried(unpacked(sys.argv[1], directory), directory)
