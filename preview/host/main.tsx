import { createRoot } from 'react-dom/client';
import { App } from './App';
import { followLinksInPage } from './links';
import { setUp } from './setUp';

window.MonacoEnvironment = {
  getWorker: (_, label) => new Worker(`/preview/${label === 'json' ? 'json' : 'editor'}.worker.js`, { type: 'module' }),
};

const root = document.getElementById('root');
const { grafanaBootData } = window;
if (root === null || grafanaBootData === undefined) {
  throw new Error('This page was not made by the server of the preview: open the address that "npm start" prints.');
}
try {
  await setUp(grafanaBootData);
  followLinksInPage();
  createRoot(root).render(<App />);
} catch (thrown) {
  root.textContent = `The preview did not start: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
}
