import base64
import requests

# GUIDE: 3. Health Monitoring -> 4. Container Logs Streaming
credentials = base64.b64encode(b"admin:password").decode()
monitor = HealthMonitor("http://localhost:8080", {"Authorization": f"Basic {credentials}"}, check_interval=0.1)

checked = threading.Event()
get = requests.get


def get_and_tell(*arguments, **options):
    try:
        return get(*arguments, **options)
    finally:
        checked.set()


requests.get = get_and_tell
monitor.start()
assert checked.wait(30)
monitor.stop()
assert not monitor.thread.is_alive()
