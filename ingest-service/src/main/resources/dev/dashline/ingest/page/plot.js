import uPlot from './vendor/uplot-1.6.32.js';
import {PageElement} from './element.js';

/** A plot that is as wide as its place, in the colours of the page, light or dark. Subclasses say what is in it. */
export class Plot extends PageElement {
  #plot = null;

  connectedCallback() {
    super.connectedCallback();
    const resized = new ResizeObserver(() => this.#plot?.setSize({width: this.clientWidth, height: this.plotHeight}));
    resized.observe(this);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const recoloured = () => this.#draw();
    dark.addEventListener('change', recoloured);
    this.untilGone(() => {
      resized.disconnect();
      dark.removeEventListener('change', recoloured);
      this.#plot?.destroy();
      this.#plot = null;
    });
  }

  get plotHeight() {
    return 190;
  }

  /** Axes and grid in the colours of the page. */
  axis(more = {}) {
    const style = getComputedStyle(document.documentElement);
    const line = {stroke: style.getPropertyValue('--line'), width: 1};
    return {stroke: style.getPropertyValue('--quiet'), grid: line, ticks: {...line, size: 4},
      font: '11px system-ui, sans-serif', ...more};
  }

  colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  }

  updated() {
    this.#draw();
  }

  #draw() {
    this.#plot?.destroy();
    this.#plot = null;
    const data = this.data();
    if (data && this.clientWidth > 0) {
      this.#plot = new uPlot({width: this.clientWidth, height: this.plotHeight, ...this.options()}, data, this);
    }
  }
}
