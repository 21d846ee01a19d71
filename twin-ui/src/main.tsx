import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';
import './app/theme.css';
import './app/shell.css';
import './app/panels.css';
import './app/screens.css';
import { connect } from './live/connection.js';
import { installProbe } from './scene/probe.js';

installProbe();
connect();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
