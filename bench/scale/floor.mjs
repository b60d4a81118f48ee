// What a start and memory are compared with: the least that Node's own server can do, in plain JavaScript.
import { createServer } from 'node:http';

const body = JSON.stringify({ id: '1', name: 'floor', padding: 'x'.repeat(300) });

createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length });
    response.end(body);
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
