import { createServer } from "node:http";

const items = [];

const server = createServer((request, response) => {
  if (request.url === "/items") {
    response.end(JSON.stringify(items));
  } else {
    response.end("not finished");
  }
});

server.on("listening", () => console.log("listening"));
// Not finished: where does it listen?
