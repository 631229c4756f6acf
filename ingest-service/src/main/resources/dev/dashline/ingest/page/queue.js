import {html, nothing} from './vendor/lit-3.3.3.js';
import {callIfThere, repeatedly} from './api.js';
import {PageElement} from './element.js';
import {clock, now, span, time} from './format.js';
import {empty, refused, waiting} from './parts.js';
import {Plot} from './plot.js';

/** So much of the past the plot shows, at one value a second. */
const KEPT = 600;

/** The backlog since this page was opened, in seconds of work for one slot. */
class BacklogPlot extends Plot {
  static properties = {samples: {attribute: false}};

  get plotHeight() {
    return 160;
  }

  data() {
    return this.samples?.length > 1
      ? [this.samples.map(each => each.at / 1000), this.samples.map(each => each.work)] : null;
  }

  options() {
    return {
      legend: {show: false},
      cursor: {show: false},
      scales: {y: {range: (_, __, max) => [0, Math.max(max * 1.1, 10)]}},
      axes: [this.axis({values: (_, values) => values.map(each => clock(each * 1000).slice(-8))}),
        this.axis({size: 70, values: (_, values) => values.map(each => span(each * 1000))})],
      series: [{}, {label: 'Work', stroke: this.colour('accent'), fill: this.colour('accent-soft'), width: 2,
        points: {show: false}}],
    };
  }
}

/** What waits for encoders, in the order in which it will run, and what that comes to. */
class Queue extends PageElement {
  static properties = {queue: {state: true}, refusal: {state: true}, samples: {state: true}};

  constructor() {
    super();
    this.samples = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.untilGone(repeatedly(async () => {
      try {
        this.queue = await callIfThere('/queue') ?? {};
        this.samples = [...this.samples, {at: now(), work: this.queue.workSeconds ?? 0}].slice(-KEPT);
        this.refusal = null;
      } catch (refusal) {
        this.refusal = refusal;
      }
    }, 1_000));
  }

  render() {
    return html`
      <header class="bar-top"><h1>Queue</h1></header>
      ${refused(this.refusal)}
      ${!this.queue ? this.refusal ? nothing : waiting : this.#whole(this.queue)}`;
  }

  #whole(queue) {
    const figure = (value, name, tone = '') => html`<div class="figure ${tone}"><strong>${value}</strong>
      <span>${name}</span></div>`;
    const videos = queue.videos ?? [];
    return html`
      <div class="figures">
        ${figure(queue.waiting ?? 0, 'tasks wait')}
        ${figure(queue.running ?? 0, 'tasks run')}
        ${figure(`${queue.slotsBusy ?? 0} / ${(queue.slotsBusy ?? 0) + (queue.slotsFree ?? 0)}`, 'slots busy')}
        ${figure(span((queue.workSeconds ?? 0) * 1000), 'of work for one slot')}
        ${figure(span((queue.drainSeconds ?? NaN) * 1000), 'until all is done')}
        ${figure(queue.predictedLate ?? 0, 'predicted late', queue.predictedLate > 0 ? 'bad' : '')}
      </div>
      <section class="card"><h2>Backlog</h2><dl-backlog-plot .samples=${this.samples}></dl-backlog-plot></section>
      ${videos.length === 0 ? empty('Nothing waits', 'Every video that was asked for runs or is done.')
        : html`<section class="card"><h2>In order of urgency</h2><div class="table"><table>
            <thead><tr><th class="right">#</th><th>Video</th><th>Why there</th><th>Waits for</th></tr></thead>
            <tbody>${videos.map((each, index) => html`<tr><td class="right">${index + 1}</td>
              <td><a href="#/videos/${encodeURIComponent(each.id)}">${each.title ?? each.id}</a></td>
              <td>${each.why}</td><td>${span(now() - time(each.since))}</td></tr>`)}</tbody></table></div></section>`}`;
  }
}

customElements.define('dl-backlog-plot', BacklogPlot);
customElements.define('dl-queue', Queue);
