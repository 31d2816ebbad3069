/* global __webpack_public_path__:writable */
import amdMetaModule from 'amd-module';

const APP = 'tidemark-drift-app';

// Grafana serves a nested plugin under its own id, while the chunks of all of them lie at the root of the app: without
// this, every lazy part of the data source and of the panels would be asked for where it is not.
__webpack_public_path__ = amdMetaModule?.uri
  ? amdMetaModule.uri.split('?')[0].replace(/[^/]+\/[^/]*$/, `${APP}/`)
  : `public/plugins/${APP}/`;
