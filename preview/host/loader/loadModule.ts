import { SHARED } from './shared';

type Factory = (...dependencies: unknown[]) => unknown;
interface Definition {
  readonly dependencies: readonly string[];
  readonly factory: Factory;
}

/** CommonJS packages reach a plugin as Grafana hands them over: the names of the default export on the module itself. */
function asNamespace(loaded: unknown): unknown {
  if (typeof loaded === 'object' && loaded !== null && 'default' in loaded) {
    const inner = loaded.default;
    if (
      (typeof inner === 'object' || typeof inner === 'function') &&
      inner !== null &&
      Object.keys(loaded).length === 1
    ) {
      return inner;
    }
  }
  return loaded;
}

async function resolveDependency(name: string, url: string, exports: object): Promise<unknown> {
  // How the bundle learns where it was loaded from, and so where its chunks are.
  if (name === 'module') {
    return { uri: url };
  }
  if (name === 'exports') {
    return exports;
  }
  const shared = SHARED[name];
  if (shared === undefined) {
    throw new Error(`the bundle at ${url} asks for "${name}", which this preview does not hand to plugins`);
  }
  return asNamespace(await shared());
}

/** Runs one bundle at a time, so that the `define` that is called belongs to the script that is loading. */
let last: Promise<unknown> = Promise.resolve();

function runScript(url: string): Promise<Definition> {
  return new Promise((done, fail) => {
    let defined: Definition | undefined;
    const define = (...args: unknown[]): void => {
      const dependencies = args.find((arg): arg is string[] => Array.isArray(arg)) ?? [];
      const factory = args.find((arg): arg is Factory => typeof arg === 'function');
      if (factory !== undefined) {
        defined = { dependencies, factory };
      }
    };
    define.amd = {};
    Object.assign(window, { define });
    const script = document.createElement('script');
    script.src = url;
    script.onload = () => {
      Reflect.deleteProperty(window, 'define');
      if (defined === undefined) {
        fail(new Error(`${url} is not a plugin's bundle: it defines no module`));
      } else {
        done(defined);
      }
    };
    script.onerror = () => {
      Reflect.deleteProperty(window, 'define');
      fail(new Error(`${url} could not be loaded`));
    };
    document.head.append(script);
  });
}

const loaded = new Map<string, Promise<unknown>>();

/** Loads a plugin's bundle, as Grafana's loader does: an AMD module that asks for Grafana's packages by name. */
export function loadModule(url: string): Promise<unknown> {
  const known = loaded.get(url);
  if (known !== undefined) {
    return known;
  }
  const work = last
    .catch(() => undefined)
    .then(async () => {
      const { dependencies, factory } = await runScript(url);
      const exports = {};
      const values = await Promise.all(dependencies.map((name) => resolveDependency(name, url, exports)));
      return factory(...values) ?? exports;
    });
  last = work;
  loaded.set(url, work);
  return work;
}
