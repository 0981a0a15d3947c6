import base64

# GUIDE: 1. Connection Pooling -> 2. Async Operations
assert response.status_code == 201, response.text
container = response.json()
assert container["image"] == "nginx:alpine", container
print(container["cuid"])
