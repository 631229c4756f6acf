import {html, nothing} from './vendor/lit-3.3.3.js';
import {callIfThere, repeatedly} from './api.js';
import {PageElement} from './element.js';
import {clock, now, span, time, title} from './format.js';
import {refused, waiting} from './parts.js';
import {Plot} from './plot.js';
import {VideoStore} from './videos-store.js';

/** So much of the past the plot shows, at one value a second. */
const KEPT = 600;

/** So many of the videos that wait are listed. */
const SHOWN = 100;

/** A plot of less time than this would be all ticks. */
const LEAST_SECONDS = 60;

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
      scales: {x: {range: (_, min, max) => [Math.min(min, max - LEAST_SECONDS), max]},
        y: {range: (_, __, max) => [0, Math.max(max * 1.1, 10)]}},
      axes: [this.axis({space: 90, values: (_, values) => values.map(each => clock(each * 1000).slice(-8))}),
        this.axis({size: 70, values: (_, values) => values.map(each => span(each * 1000))})],
      series: [{}, {label: 'Work', stroke: this.colour('accent'), fill: this.colour('accent-soft'), width: 2,
        points: {show: false}}],
    };
  }
}

/** A video without a deadline is due so long after its request, and after as long as it takes one slot. */
const DUE_MILLIS = {high: 0, normal: 600_000, low: 7_200_000};

/** When the scheduler takes a video to be due, without the work, which only the scheduler knows. */
const due = video => video.deadline ? time(video.deadline)
  : time(video.requestedAt ?? video.createdAt) + (DUE_MILLIS[video.priority] ?? DUE_MILLIS.normal);

/** What waits for encoders, the most urgent first, and what that comes to. */
class Queue extends PageElement {
  static properties = {queue: {state: true}, refusal: {state: true}, samples: {state: true}};

  #store = new VideoStore();

  constructor() {
    super();
    this.samples = [];
    this.#store.addEventListener('change', () => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    this.#store.open(new URLSearchParams({state: 'requested'}), video => video.state === 'requested');
    this.untilGone(() => this.#store.close());
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
    const videos = [...this.#store.videos].sort((one, other) => due(one) - due(other));
    return html`
      <div class="figures">
        ${figure(queue.waiting ?? 0, 'tasks wait')}
        ${figure(queue.running ?? 0, 'tasks run')}
        ${figure(`${queue.slotsBusy ?? 0} / ${(queue.slotsBusy ?? 0) + (queue.slotsFree ?? 0)}`, 'slots busy')}
        ${figure(span((queue.workSeconds ?? 0) * 1000), 'of work for one slot')}
        ${figure(span((queue.drainSeconds ?? NaN) * 1000), 'until all is done')}
        ${figure(queue.predictedLate ?? 0, 'predicted late', queue.predictedLate > 0 ? 'bad' : '')}
      </div>
      <section class="card"><h2>Backlog, seconds of work for one slot</h2>
        <dl-backlog-plot .samples=${this.samples}></dl-backlog-plot></section>
      ${videos.length === 0 ? html`<p class="quiet">No video waits to be begun.</p>`
        : html`<section class="card"><h2>Videos that wait, the most urgent first</h2><div class="table"><table>
            <thead><tr><th class="right">#</th><th>Video</th><th>Why there</th><th>Has waited</th></tr></thead>
            <tbody>${videos.slice(0, SHOWN).map((video, index) => html`<tr><td class="right">${index + 1}</td>
              <td><a href="#/videos/${encodeURIComponent(video.id)}">${title(video)}</a></td>
              <td>${this.#why(video)}</td>
              <td>${span(now() - time(video.requestedAt ?? video.createdAt))}</td></tr>`)}</tbody></table></div>
            ${videos.length > SHOWN ? html`<p class="quiet">and ${videos.length - SHOWN} more</p>` : nothing}
          </section>`}`;
  }

  #why(video) {
    const left = span(Math.abs(due(video) - now()));
    const overdue = due(video) < now();
    return video.deadline ? html`its deadline ${overdue ? 'was' : 'is in'} ${left}${overdue ? ' ago' : ''}`
      : html`${video.priority} priority: due ${overdue ? html`since ${left}` : html`in ${left}`}`;
  }
}

customElements.define('dl-backlog-plot', BacklogPlot);
customElements.define('dl-queue', Queue);
