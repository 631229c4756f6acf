import {svg, html} from './vendor/lit-3.3.3.js';

const PATHS = {
  videos: svg`<rect x="3" y="5" width="18" height="14" rx="2.5"/><path d="m10 9 5 3-5 3z"/>`,
  fleet: svg`<rect x="3" y="4" width="18" height="7" rx="2"/><rect x="3" y="13" width="18" height="7" rx="2"/>
    <path d="M7 7.5h.01M7 16.5h.01M11 7.5h6M11 16.5h6"/>`,
  queue: svg`<path d="M4 6h16M4 12h11M4 18h7"/>`,
  failures: svg`<path d="M12 4 2.8 19.5h18.4z"/><path d="M12 10v4.5M12 17.2v.1"/>`,
  deadlines: svg`<circle cx="12" cy="12.5" r="8"/><path d="M12 8v4.5l3 2M9 2.8h6"/>`,
  upload: svg`<path d="M12 16V5M7 9.5 12 4.5l5 5M4 17v2.5h16V17"/>`,
  search: svg`<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>`,
  replay: svg`<path d="M4 12a8 8 0 1 0 2.6-5.9M4 4v4.5h4.5"/>`,
  cancel: svg`<circle cx="12" cy="12" r="8.5"/><path d="m9 9 6 6M15 9l-6 6"/>`,
  hide: svg`<path d="M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6zM4 20 20 4"/>`,
  back: svg`<path d="M14.5 5.5 8 12l6.5 6.5"/>`,
  copy: svg`<rect x="8.5" y="8.5" width="11.5" height="11.5" rx="2"/><path d="M15.5 8.5V4H4v11.5h4.5"/>`,
  leave: svg`<path d="M14 4H5v16h9M10 12h10M16.5 8.5 20 12l-3.5 3.5"/>`,
  close: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
};

/** A drawing beside words that say the same, so hidden from those who listen. */
export const icon = name => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" fill="none"
  stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">${PATHS[name]}</svg>`;
