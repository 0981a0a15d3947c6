import base64
import time

import requests

# GUIDE: Enable debug logging by examining logs/actions.jsonl: -> Complete Integration Example
base_url = "http://localhost:8080"
headers = {"Authorization": "Basic " + base64.b64encode(b"admin:password").decode()}
refused = [
    requests.get(f"{base_url}/containers/c123e4567-e89b-12d3-a456-426614174000", headers=headers),
    requests.get(f"{base_url}/containers"),
]
# the log never holds a request up, so the last lines are written a moment later
until = time.monotonic() + 10
while True:
    errors, slow = analyze_logs()
    if len(errors) >= len(refused) or time.monotonic() > until:
        break
assert [e["error"]["request_id"] for e in errors] == [r.json()["request_id"] for r in refused], errors
assert [e["status"] for e in errors] == [404, 401], errors
assert slow == [], slow
