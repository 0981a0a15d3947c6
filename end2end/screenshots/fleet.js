// What a small shop runs, in every state a container is usually seen in.
export const fleet = [
  {
    name: 'warehouse-import',
    image: 'python:3.12-slim',
    tags: ['batch', 'staging'],
    command: ['python', '-c', 'import sys; sys.exit(3)'],
    wanted: 'exited',
  },
  {
    name: 'nightly-report',
    image: 'python:3.12-slim',
    tags: ['batch', 'production'],
    command: ['python', '-c', 'print("done")'],
    wanted: 'exited',
  },
  { name: 'scratch', image: 'busybox:latest', command: ['sleep', '3600'] },
  {
    name: 'search-index',
    image: 'python:3.12-slim',
    tags: ['worker', 'production'],
    resources: { cpus: 0.5, memory: '256m' },
    command: ['sh', '-c', 'while :; do i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done; sleep 0.3; done'],
    wanted: 'running',
  },
  {
    name: 'sessions',
    image: 'redis:alpine',
    tags: ['cache', 'staging'],
    ports: [{ host: 6380, container: 6379 }],
    command: ['sleep', '86400'],
    wanted: 'paused',
  },
  {
    name: 'orders',
    image: 'postgres:alpine',
    tags: ['database', 'production'],
    ports: [{ host: 5433, container: 5432 }],
    resources: { cpus: 1, memory: '512m' },
    command: ['sleep', '86400'],
    wanted: 'running',
  },
  {
    name: 'shop-frontend',
    image: 'nginx:alpine',
    tags: ['web', 'production', 'eu-central'],
    env: { SHOP_API: 'http://orders:5432', LANG: 'C.UTF-8', FEATURE_FLAGS: 'basket,search' },
    ports: [{ host: 8081, container: 80 }, { container: 443 }],
    resources: { cpus: 0.5, memory: '128m', pids: 200 },
    restart: 'unless-stopped',
    command: ['httpd', '-f', '-p', '80'],
    wanted: 'running',
  },
];

// Makes them and brings each into its state; gives the last, which is the most telling.
export async function launch(server) {
  for (const { wanted, ...container } of fleet) {
    const { cuid } = await server.create(container);
    if (wanted) await server.rest('POST', `/containers/${cuid}/start`);
    if (wanted === 'paused') await server.rest('POST', `/containers/${cuid}/pause`);
  }
  return (await server.list())[0];
}

// What lies in the folder of one of them.
export const shop = {
  'boot.py': `import http.server
import json
import os

# What the shop sells, read once at the start.
with open("data/articles.json") as file:
    ARTICLES = json.load(file)


class Shop(http.server.SimpleHTTPRequestHandler):
    """Serves the pages in static/ and the articles as JSON."""

    def do_GET(self):
        if self.path != "/articles":
            return super().do_GET()
        body = json.dumps(ARTICLES).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)


port = int(os.environ.get("PORT", 80))
http.server.ThreadingHTTPServer(("", port), Shop).serve_forever()
`,
  'requirements.txt': 'requests==2.31.0\n',
  '.env.example': 'PORT=80\n',
  'LICENSE': 'MIT\n'.repeat(200),
  'data/articles.json': '[{ "name": "rope", "price": 12 }]\n',
  'static/index.html': '<h1>Shop</h1>\n',
  'static/shop.css': 'body { margin: 2rem; }\n',
  'logo.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><circle cx="2" cy="2" r="2"/></svg>',
  'backups/articles-2026-11.zip': 'x'.repeat(48_000),
};

// What one of them writes.
export const shopLog = `
import sys, time
def out(text): print(text, flush=True); time.sleep(0.004)
def err(text): print(text, file=sys.stderr, flush=True); time.sleep(0.004)
out("\x1b[1mshop-frontend\x1b[0m 2.4.1 on \x1b[36mhttp://0.0.0.0:80\x1b[0m")
out("2026-01-20 15:30:00,114 INFO [main] shop.Config - read 1204 articles from data/articles.json in 84 ms")
out("2026-01-20 15:30:00,221 DEBUG [main] shop.Cache - warming \x1b[33m12\x1b[0m of 1204")
out("2026-01-20 15:30:00,480 TRACE [pool-1] shop.Cache - GET /articles/rope \x1b[32m200\x1b[0m 3 ms")
for n in range(18):
    out(f'172.18.0.1 - - [20/Jan/2026:15:30:{n + 1:02} +0000] "GET /articles/{n * 37 % 1204} HTTP/1.1" \x1b[32m200\x1b[0m {611 + n * 13}')
out("2026-01-20 15:31:07,020 WARN [http-2] shop.Orders - order 4711 waits for payment since 30 s")
out('{"time":"2026-01-20T15:31:08Z","level":"warn","msg":"slow answer","order":"order 4711","ms":2140,"upstream":{"name":"payments","tries":3}}')
err("2026-01-20 15:31:09,377 ERROR [http-2] shop.Orders - order 4711 failed")
err("java.net.SocketTimeoutException: payments did not answer within 3 s")
err("    at shop.Payments.charge(Payments.java:88)")
err("    at shop.Orders.place(Orders.java:41)")
err("Caused by: java.net.ConnectException: connection refused")
out("2026-01-20 15:31:09,401 INFO [http-2] shop.Orders - order 4711 is kept for later")
out('level=info msg="next try in 60 s" order=4711')
out("2026-01-20 15:31:30,002 INFO [main] shop.Main - shutting down")
sys.exit(3)
`;

// Something that has more to do at times than at others.
export const work = `
while :; do
  for round in 1 2 3; do i=0; while [ $i -lt 60000 ]; do i=$((i + 1)); done; sleep 0.4; done
  dd if=/dev/zero of=/tmp/scratch bs=1M count=24 2>/dev/null
  sleep 5
  rm /tmp/scratch
done`;
