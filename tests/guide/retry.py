import base64
import sys
import time

import requests

# GUIDE: Error Handling Example -> Best Practices
base_url = "http://localhost:8080"
headers = {"Authorization": "Basic " + base64.b64encode(b"admin:password").decode()}
cuid = sys.argv[1]

status = get_container_status(base_url, cuid, headers)
assert status["cuid"] == cuid and status["status"] == "created", status

# what the client did wrong is told and not tried again
assert get_container_status(base_url, "c123e4567-e89b-12d3-a456-426614174000", headers) is None
assert get_container_status(base_url, cuid, {}) is None

# a server that is not there is tried again, then given up
try:
    get_container_status("http://localhost:1", cuid, headers)
except requests.exceptions.ConnectionError:
    pass
else:
    raise AssertionError("nobody listens there")
