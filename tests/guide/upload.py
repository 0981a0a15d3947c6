import base64
import io
import sys
import zipfile

base_url = "http://localhost:8080"
headers = {"Authorization": "Basic " + base64.b64encode(b"admin:password").decode()}
cuid = sys.argv[1]

# GUIDE: Upload ZIP Archive -> Download Files
assert upload_files_to_container(base_url, cuid, files, headers) is True
packed = requests.get(f"{base_url}/containers/{cuid}/download-zip", headers=headers)
with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
    found = {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}
assert found == files, found
