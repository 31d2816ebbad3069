import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { findChromium } from './requirements';

/** Where the suites leave what they saw, for a person to look at. */
export const SCREENSHOTS = process.env['TIDEMARK_SCREENSHOTS'] ?? join(tmpdir(), 'tidemark-screenshots');

/** Starts the Chromium of this machine, quiet and with a profile of its own that goes when it closes. */
export async function startBrowser(): Promise<Browser> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const executablePath = findChromium();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
