import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Writes the certificates of the TLS tests, good for a hundred years, so that the tests need no OpenSSL and no clock.
 * They protect nothing. Run it with `bun scripts/generateTestCertificates.ts`; it needs the program openssl.
 */
const OUTPUT = join(import.meta.dirname, '..', 'src', 'backend', 'upstream', 'testing', 'certificates.ts');
const folder = mkdtempSync(join(tmpdir(), 'tidemark-certificates-'));
const file = (name: string): string => join(folder, name);
const openssl = (...args: readonly string[]): void => {
  execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
};

function key(name: string): void {
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', `${name}.key`);
}

/** A certificate signed by our authority, valid since 2020 whatever this machine's clock says. */
function signed(name: string, extensions: readonly string[], until = '21200101000000Z'): void {
  key(name);
  openssl('req', '-new', '-key', `${name}.key`, '-subj', `/CN=Tidemark test ${name}`, '-out', `${name}.csr`);
  writeFileSync(file(`${name}.ext`), extensions.join('\n'));
  const authority = name === 'authority' ? ['-selfsign'] : ['-cert', 'authority.crt'];
  const period = ['-startdate', '20200101000000Z', '-enddate', until, '-extfile', `${name}.ext`];
  const files = ['-keyfile', 'authority.key', '-in', `${name}.csr`, '-out', `${name}.crt`];
  openssl('ca', '-batch', '-notext', '-config', 'ca.cnf', ...authority, ...period, ...files);
}

try {
  // `openssl ca` is the one that lets both ends of the validity be chosen.
  writeFileSync(file('index.txt'), '');
  writeFileSync(file('serial'), '1000\n');
  writeFileSync(
    file('ca.cnf'),
    '[ca]\ndefault_ca=c\n[c]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n'
  );
  signed('authority', [
    'basicConstraints=critical,CA:TRUE',
    'keyUsage=critical,keyCertSign',
    'subjectKeyIdentifier=hash',
  ]);
  const local = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  signed('server', [local, 'extendedKeyUsage=serverAuth']);
  signed('elsewhere', ['subjectAltName=DNS:prometheus.example', 'extendedKeyUsage=serverAuth']);
  signed('expired', [local, 'extendedKeyUsage=serverAuth'], '20200201000000Z');
  signed('client', ['extendedKeyUsage=clientAuth']);
  const names = [
    'authority.crt',
    ...['server', 'elsewhere', 'expired', 'client'].flatMap((name) => [`${name}.crt`, `${name}.key`]),
  ];
  const constants = names.map((name) => {
    const constant = name.replace('.crt', 'Certificate').replace('.key', 'Key');
    return `export const ${constant} = \`${readFileSync(file(name), 'utf8').trim()}\n\`;\n`;
  });
  const head =
    '/* Written by scripts/generateTestCertificates.ts: for tests on this machine alone, protecting nothing. */\n';
  writeFileSync(OUTPUT, [head, ...constants].join('\n'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
