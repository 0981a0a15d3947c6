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
    command: ['python', '-c', 'import time; time.sleep(86400)'],
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
