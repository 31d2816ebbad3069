import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A mail as it came. */
export interface Mail {
  readonly to: readonly string[];
  readonly text: string;
}

export interface MailServer {
  /** `127.0.0.1:25` */
  readonly address: string;
  readonly mails: readonly Mail[];
  readonly close: () => Promise<void>;
}

/** Undoes quoted-printable, as far as Grafana's mails use it. */
function decoded(text: string): string {
  const bytes = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The least of SMTP (RFC 5321) that takes a mail: a team's mailbox. */
export async function startMailServer(): Promise<MailServer> {
  const mails: Mail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let pending = '';
    let body: string[] | undefined;
    let to: string[] = [];
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    say('220 test');
    socket.on('data', (chunk: Buffer) => {
      pending += chunk.toString('latin1');
      const lines = pending.split('\r\n');
      pending = lines.pop() ?? '';
      for (const line of lines) {
        if (body !== undefined) {
          if (line === '.') {
            mails.push({ to, text: decoded(body.join('\n')) });
            [body, to] = [undefined, []];
            say('250 taken');
          } else {
            body.push(line.startsWith('..') ? line.slice(1) : line);
          }
        } else if (/^DATA/i.test(line)) {
          body = [];
          say('354 go on');
        } else if (/^QUIT/i.test(line)) {
          say('221 bye');
          socket.end();
        } else {
          const recipient = /^RCPT TO:<([^>]*)>/i.exec(line)?.[1];
          to = recipient === undefined ? to : [...to, recipient];
          say('250 ok');
        }
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}
