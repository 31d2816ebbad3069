import { Router } from 'react-router-dom';
import { CompatRouter, Navigate, Route, Routes } from 'react-router-dom-v5-compat';
import { ThemeContext } from '@grafana/data';
import { LocationServiceProvider, config, locationService } from '@grafana/runtime';
import { ModalRoot, ModalsProvider, PortalContainer } from '@grafana/ui';
import { GlobalStyles } from './chrome/GlobalStyles';
import { Shell } from './chrome/Shell';
import { DashboardPage } from './dashboard/DashboardPage';
import { ExplorePage } from './explore/ExplorePage';
import { GalleryPage } from './gallery/GalleryPage';
import { AppPage } from './pages/AppPage';
import { AppSettingsPage } from './pages/AppSettingsPage';
import { DashboardsPage } from './pages/DashboardsPage';
import { DataSourceSettingsPage } from './pages/DataSourceSettingsPage';
import { DataSourcesPage } from './pages/DataSourcesPage';
import { NotHere } from './pages/NotHere';

/** The pages of the preview, at the addresses that they have in Grafana, so that links lead to the same place in both. */
export function App() {
  return (
    <ThemeContext.Provider value={config.theme2}>
      <LocationServiceProvider service={locationService}>
        <Router history={locationService.getHistory()}>
          <CompatRouter>
            <ModalsProvider>
              <GlobalStyles />
              <Shell>
                <Routes>
                  <Route path="/" element={<Navigate to="/explore" replace />} />
                  <Route path="/explore" element={<ExplorePage />} />
                  <Route path="/dashboards" element={<DashboardsPage />} />
                  <Route path="/d/:uid/*" element={<DashboardPage />} />
                  <Route path="/a/:id/*" element={<AppPage />} />
                  <Route path="/plugins/:id" element={<AppSettingsPage />} />
                  <Route path="/connections/datasources" element={<DataSourcesPage />} />
                  <Route path="/connections/datasources/edit/:uid" element={<DataSourceSettingsPage />} />
                  <Route path="/gallery" element={<GalleryPage />} />
                  <Route path="*" element={<NotHere />} />
                </Routes>
              </Shell>
              <ModalRoot />
              <PortalContainer />
            </ModalsProvider>
          </CompatRouter>
        </Router>
      </LocationServiceProvider>
    </ThemeContext.Provider>
  );
}
