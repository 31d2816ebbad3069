import type { ComponentType, ReactNode } from 'react';
import type { LocationService } from '@grafana/runtime';

/** The one part of version 5 that the host uses; that version comes without types. */
export const Router: ComponentType<{ history: ReturnType<LocationService['getHistory']>; children: ReactNode }>;
