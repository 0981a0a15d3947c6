import requests

# GUIDE: Example: -> REST API Integration
url = "http://localhost:8080/containers"
assert requests.get(url, headers=headers).json()["total"] == 0
assert requests.get(url).status_code == 401
