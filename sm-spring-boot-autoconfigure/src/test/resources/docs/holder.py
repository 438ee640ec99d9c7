import http.server, json, sys

held = {}  # shard -> epoch, which every write should carry

class Holder(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        shard = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if shard["epoch"] >= held.get(shard["id"], 0):  # else said by a participant that is no more
            if self.path == "/sm/admin/add-shard":
                held[shard["id"]] = shard["epoch"]  # shard["spec"]["task"] says what to do
            elif self.path == "/sm/admin/drop-shard":
                held.pop(shard["id"], None)
        self.do_GET()

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"load": 1, "held": held}).encode())

http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Holder).serve_forever()
