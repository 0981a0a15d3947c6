import asyncio
import base64
import json
import os
import sys

import websockets

# GUIDE: 4. Container Logs Streaming -> Security Considerations
cuid = sys.argv[1]
folder = f"data/containers/{cuid}/app/logs"
os.makedirs(folder)
log = open(f"{folder}/app.log", "w", buffering=1)
log.write("first\n")
lines = []


async def main():
    news = asyncio.Event()

    def process_log_line(line):
        lines.append(line)
        news.set()

    async def until(text):
        while text not in "".join(lines):
            news.clear()
            await asyncio.wait_for(news.wait(), 30)

    globals()["process_log_line"] = process_log_line
    auth = base64.b64encode(b"admin:password").decode()
    following = asyncio.create_task(stream_logs("http://localhost:8080", cuid, auth))
    await until("first\n")
    for number in range(100):
        log.write(f"line {number}\n")
    await until("line 99\n")
    following.cancel()


asyncio.run(main())
assert "".join(lines) == "first\n" + "".join(f"line {n}\n" for n in range(100)), lines
