# GUIDE: Example: -> REST API Integration
# GUIDE: Create Container -> List Containers with Pagination
assert cuid is not None
created = requests.get(f"{base_url}/containers/{cuid}", headers=headers).json()
assert created["status"] == "created", created
assert created["tags"] == ["web", "production"], created
assert [(p["host"], p["container"], p["protocol"]) for p in created["ports"]] == [(8080, 80, "tcp")], created

# GUIDE: Port Management -> File Upload/Download Integration
assert update_ports(base_url, cuid, headers) is True
ports = requests.get(f"{base_url}/containers/{cuid}", headers=headers).json()["ports"]
assert [(p["host"], p["container"], p["protocol"]) for p in ports] == [(3000, 3000, "tcp"), (9000, 9000, "udp")], ports
print(cuid)
