import { defineConfig } from 'eslint/config';
import importX from 'eslint-plugin-import-x';
import prettier from 'eslint-config-prettier';
import baseConfig from './.config/eslint.config.mjs';

/**
 * The arrows of the design: engine <- model <- { backend, datasource, panels, app, pack }. Two rooms lie in between:
 * scenario below the backend, what happens in the sample, which demo/ plays too; and replay, what alert rules do with
 * answers, below all of the five.
 * The five rooms on the right never import one another, but for the app, which applies the pack; what two of them need
 * goes down.
 */
const rooms = ['backend', 'datasource', 'panels', 'app', 'pack'];
const zones = [
  {
    target: './src/engine',
    from: './src',
    except: ['./engine'],
    message: 'The engine is pure: it imports nothing but itself.',
  },
  {
    target: './src/model',
    from: './src',
    except: ['./model', './engine'],
    message: 'The model may import the engine, and nothing above itself.',
  },
  {
    target: './src/scenario',
    from: './src',
    except: ['./scenario', './model', './engine'],
    message: 'The scenario may import the model and the engine, and nothing above itself.',
  },
  {
    target: './src/replay',
    from: './src',
    except: ['./replay', './model', './engine'],
    message: 'The replay may import the model and the engine, and nothing above itself.',
  },
  ...rooms.map((room) => ({
    target: `./src/${room}`,
    from: rooms
      .filter((other) => other !== room && !(room === 'app' && other === 'pack'))
      .map((other) => `./src/${other}`)
      .concat(room === 'backend' ? [] : ['./src/scenario']),
    message: 'Rooms never import one another: move what two of them need down into src/model or src/engine.',
  })),
];

const browserRooms = [
  'src/datasource',
  'src/panels',
  'src/app',
  'src/model',
  'src/engine',
  'src/replay',
  'src/pack',
  'src/module.tsx',
];

export default defineConfig([
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      'coverage/',
      'src/backend/rpc/generated/',
      '.cache/',
      '.config/',
      'test-results/',
    ],
  },
  ...baseConfig,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'import-x': importX },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
      // JSX is built with React's automatic transform.
      'react/react-in-jsx-scope': 'off',
      // It warns of what React's compiler would pass over, and nothing here is built with it.
      'react-hooks/incompatible-library': 'off',
    },
    settings: {
      'import-x/resolver': { node: { extensions: ['.ts', '.tsx', '.js', '.mjs'] } },
    },
  },
  {
    files: browserRooms.map((room) => (room.endsWith('.tsx') ? room : `${room}/**/*.{ts,tsx}`)),
    ignores: ['**/*.test.{ts,tsx}', 'src/engine/testing/**', 'src/model/testing/**', 'src/panels/testing/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['node:*', 'fs', 'path', 'http', 'https', 'crypto', 'os'],
              message: 'Only src/backend may use Node.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/engine/**/*.ts'],
    // Tests run in Node and read fixtures; testing/ is theirs, and the compiler keeps the engine from importing it.
    ignores: ['**/*.test.ts', 'src/engine/testing/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^(?!\\.|simple-statistics$)', message: 'The engine imports itself and simple-statistics.' },
          ],
        },
      ],
      'no-restricted-globals': ['error', 'Date', 'performance', 'fetch', 'process', 'window'],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness is passed in, so that a result can be repeated.' },
      ],
    },
  },
  {
    // What happens at an instant is a function of seed and instant: nothing of it may come from the machine.
    files: ['src/scenario/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(?!\\.|simple-statistics$)', message: 'The scenario is pure.' }] },
      ],
      'no-restricted-globals': ['error', 'performance', 'fetch', 'process', 'window'],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness comes from the seed.' },
        { object: 'Date', property: 'now', message: 'Now is passed in.' },
      ],
    },
  },
  {
    // What rules did in the past hangs on nothing but their answers: not on the machine, and not on now.
    files: ['src/replay/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: '^(?!\\.)', message: 'The replay is pure.' }] }],
      'no-restricted-globals': ['error', 'performance', 'fetch', 'process', 'window'],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'A replay is the same every time.' },
        { object: 'Date', property: 'now', message: 'Instants are passed in.' },
      ],
    },
  },
  {
    files: ['scripts/**/*', 'tests/**/*', 'preview/**/*', 'demo/**/*', '*.js', '*.mjs', '*.ts'],
    ignores: ['preview/host/**'],
    rules: {
      'no-console': 'off',
      'react-hooks/rules-of-hooks': 'off',
    },
  },
  prettier,
]);
