import { RUNTIME_FRAMES, type RuntimeFrame } from '../../model';
import type { Face, Worded } from './face';

const FRAMES: Readonly<Record<RuntimeFrame, Worded>> = {
  latency: { label: 'Latency', description: 'How long an answer takes: the median, 95 % and 99 %.' },
  traffic: { label: 'Traffic', description: 'Answers a second.' },
  cpu: { label: 'CPU', description: 'Cores that the model uses.' },
  memory: { label: 'Memory', description: 'What the model holds in memory.' },
  gpu: { label: 'GPU', description: 'How busy its GPUs are.' },
  gpu_memory: { label: 'GPU memory', description: 'What it holds in the memory of its GPUs.' },
  host: { label: 'Host', description: 'How much of CPU and memory of its machines is in use.' },
  sources: { label: 'Sources', description: 'What is measured and by whom, what is missing and how to get it.' },
};

export const runtime: Face = {
  group: 'happenings',
  label: 'Timings and hardware',
  description: 'Latency, traffic, CPU, memory and GPU of the model.',
  forms: [{ format: 'table', label: 'Series', description: 'Graphs, and a table of what is measured.' }],
  frames: { words: FRAMES, usual: RUNTIME_FRAMES },
  windowed: ['latency', 'traffic', 'cpu'],
  // A threshold on plain series needs no drift score: a rule asks Prometheus itself.
  rule: undefined,
};
