// The floor: the least that Node's own server can do for a JSON answer of this size. Prints its port.
import { createServer } from 'node:http';

const body = JSON.stringify({ id: '1', name: 'floor', padding: 'x'.repeat(300) });

const server = createServer((request, response) => {
  // A body is read, as every server must, and not looked at.
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length });
    response.end(body);
  });
});

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${server.address().port}\n`);
});
