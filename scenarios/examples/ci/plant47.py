"""A plant for Python tests: started by `plant47 up`, found by its ready file. Standard library only."""
import json
import os
import shlex
import subprocess
import tempfile
import time
import urllib.request

COMMAND = shlex.split(os.environ.get("PLANT47", "npx --no-install plant47"))
READY_S = 60


class Plant:
    """with Plant(seed=42) as plant: plant.modbus_port, plant.mqtt_port, plant.advance(600)"""

    def __init__(self, plant="two-pumps", scenario=None, seed=1):
        self.folder = tempfile.TemporaryDirectory()
        ready = os.path.join(self.folder.name, "ready.json")
        what = ["--scenario", scenario] if scenario else ["--plant", plant]
        # Frozen at tick 0: no rate. Time goes on by `advance` alone.
        self.process = subprocess.Popen(
            COMMAND
            + ["up", *what, "--seed", str(seed), "--no-engine", "--no-ui", "--state", self.folder.name]
            + ["--http-port", "0", "--modbus-port", "0", "--mqtt-port", "0", "--ready-file", ready],
            stdout=subprocess.DEVNULL,
        )
        until = time.monotonic() + READY_S
        while not os.path.exists(ready):
            if self.process.poll() is not None or time.monotonic() > until:
                self.close()
                raise RuntimeError("the plant did not start")
            time.sleep(0.05)
        with open(ready, encoding="utf8") as file:
            self.ready = json.load(file)
        self.modbus_port = self.ready["modbus"][0]["port"]
        self.mqtt_port = self.ready["mqtt"]["port"]
        self.ask("/clock", {"verb": "freeze"})

    def ask(self, path, body=None):
        """The control API as instructor: GET, or POST with a body."""
        token = self.ready["tokens"]["instructor"]
        request = urllib.request.Request(
            f"{self.ready['http']}/api/v1{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=READY_S) as answer:
            return json.load(answer)

    def advance(self, seconds):
        """Goes on by simulated seconds as fast as the clients allow; returns when done."""
        return self.ask("/clock", {"verb": "advance", "seconds": seconds})

    def inject(self, asset, fault, **more):
        return self.ask("/inject", {"asset": asset, "fault": fault, **more})

    def act(self, asset, action, **more):
        return self.ask("/actions", {"asset": asset, "action": action, **more})

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
