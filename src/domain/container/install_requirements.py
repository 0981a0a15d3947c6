# Runs in the container before /app/boot.py when there is a requirements.txt: installs it into the
# mount when it, or the Python that reads it, is not what was installed last.
import hashlib, os, pathlib, subprocess, sys

os.chdir("/app")
kept = pathlib.Path("/app/.wharfinger")
packages = kept / "site-packages"
stamp = kept / "requirements.sha256"
wanted = hashlib.sha256(sys.version.encode() + pathlib.Path("requirements.txt").read_bytes()).hexdigest()
if not stamp.is_file() or stamp.read_text() != wanted:
    kept.mkdir(exist_ok=True)
    stamp.unlink(missing_ok=True)
    status = subprocess.call([
        sys.executable, "-m", "pip", "install", "--no-cache-dir", "--no-input", "--upgrade",
        "--disable-pip-version-check", "--root-user-action=ignore", "--no-warn-script-location",
        "--target", str(packages), "-r", "requirements.txt",
    ])
    if status:
        print("requirements.txt could not be installed; boot.py was not run", file=sys.stderr)
        sys.exit(status)
    stamp.write_text(wanted)
path = os.environ.get("PYTHONPATH")
os.environ["PYTHONPATH"] = f"{packages}{os.pathsep}{path}" if path else str(packages)
os.execv(sys.executable, [sys.executable, "/app/boot.py"])
