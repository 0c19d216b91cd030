"""Drives a headless Chromium over its debugging pipe (file descriptors 3 and 4, JSON messages ended by NUL), with
nothing but the standard library."""
import json
import os
import select
import subprocess
import tempfile
import time

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-dev-shm-usage", "--disable-sync", "--disable-quic", "--hide-scrollbars",
         "--remote-debugging-pipe"]
PATIENCE_S = 60


class Browser:
    def __init__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="heapreel-browser-", ignore_cleanup_errors=True)
        commands, self.commands = os.pipe()
        self.answers, answers = os.pipe()

        def place():
            high = os.dup(answers), os.dup(commands)  # so that neither stands where the other must go
            os.dup2(high[1], 3)
            os.dup2(high[0], 4)

        self.process = subprocess.Popen(["chromium", *FLAGS, f"--user-data-dir={self.profile.name}", "about:blank"],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        close_fds=False, preexec_fn=place)
        os.close(commands)
        os.close(answers)
        self.buffer, self.number, self.events = b"", 0, []

    def close(self):
        os.close(self.commands)
        os.close(self.answers)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.profile.cleanup()

    def receive(self):
        end = time.monotonic() + PATIENCE_S
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.answers], [], [], max(0, end - time.monotonic()))
            data = os.read(self.answers, 1 << 20) if ready else b""
            if not data:
                raise RuntimeError("chromium gave no answer")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=None, **parameters):
        """The result of a command; what happens meanwhile goes to self.events."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") != self.number:
                self.events.append(answer)
            elif "error" in answer:
                raise RuntimeError(f"{method}: {answer['error']['message']}")
            else:
                return answer["result"]


class Page:
    """A tab. Everything it asks of the network, prints to the console or fails at is in .requests and .complaints."""

    def __init__(self, browser, width=1280, height=800, scripts=True, dark=False):
        self.browser, self.first_event = browser, len(browser.events)
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "Audits"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def open(self, path, fragment=""):
        self.call("Page.navigate", url=f"file://{path}{fragment}")
        while not any(event.get("method") == "Page.loadEventFired" for event in self.mine()):
            self.browser.events.append(self.browser.receive())
        return self

    def mine(self):
        return [event for event in self.browser.events[self.first_event:] if event.get("sessionId") == self.session]

    def run(self, expression):
        """The value of a JavaScript expression; works where the page's own scripts are off, too."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def press(self, key, code=None):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=code or key)

    def requests(self):
        return [event["params"]["request"]["url"] for event in self.mine()
                if event.get("method") == "Network.requestWillBeSent"]

    def complaints(self):
        """Console messages, exceptions, blocked content, dialogs."""
        loud = {"Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded", "Audits.issueAdded",
                "Page.javascriptDialogOpening"}
        return [event for event in self.mine() if event.get("method") in loud]

    def screenshot(self, path):
        import base64
        data = self.call("Page.captureScreenshot", format="png")["data"]
        with open(path, "wb") as out:
            out.write(base64.b64decode(data))
