import { renderMarkdown, textUtil, type PanelProps } from '@grafana/data';
import { definePanel } from './definePanel';

interface Options {
  mode: 'markdown' | 'html' | 'code';
  content: string;
}

function TextPanel({ options, replaceVariables }: PanelProps<Options>) {
  const text = replaceVariables(options.content, {}, options.mode === 'html' ? 'html' : 'text');
  if (options.mode === 'code') {
    return <pre>{text}</pre>;
  }
  const html = options.mode === 'markdown' ? renderMarkdown(text) : textUtil.sanitize(text);
  return (
    <div
      className="markdown-html"
      style={{ height: '100%', overflow: 'auto' }}
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}

export const text = definePanel<Options>({
  id: 'text',
  name: 'Text',
  component: TextPanel,
  options: { mode: 'markdown', content: '' },
});
