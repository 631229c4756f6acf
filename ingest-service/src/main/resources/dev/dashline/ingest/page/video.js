import {html, nothing} from './vendor/lit-3.3.3.js';
import {call, callIfThere, repeatedly} from './api.js';
import {PageElement, say} from './element.js';
import {listen} from './events.js';
import {
  bitrate, bytes, clock, frameRate, hasEnded, loudness, now, place, playTime, sampleRate, span, stateName, time, title,
} from './format.js';
import {icon} from './icons.js';
import {chip, deadlineOf, progressBar, refused, waiting} from './parts.js';
import {progressOf} from './progress.js';
import './ladder.js';
import './player.js';
import './timeline.js';

/** One video: how it fares, what was made of it, and what can be done with it. */
class VideoView extends PageElement {
  static properties = {videoId: {attribute: false}, video: {state: true}, refusal: {state: true},
    timeline: {state: true}, busy: {state: true}, progress: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.drawEachSecond();
  }

  willUpdate(changed) {
    if (changed.has('videoId')) {
      this.#end?.();
      this.video = null;
      this.timeline = null;
      this.progress = null;
      this.#follow();
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#end?.();
    this.#end = null;
  }

  #end = null;

  /** Events tell at once that something is new; the rounds tell how far it is, and stand in for events. */
  #follow() {
    const id = this.videoId;
    const endStream = listen(`/videos/${encodeURIComponent(id)}/events`,
      {heard: () => this.#reload(id), missed: () => this.#reload(id)});
    const endRounds = repeatedly(() => this.#load(), 1_000);
    this.#end = () => {
      endStream();
      endRounds();
    };
  }

  async #load() {
    const id = this.videoId;
    if (this.video && hasEnded(this.video) && this.timeline?.complete) {
      return; // only an event changes it any more, and a replay
    }
    await this.#reload(id);
  }

  async #reload(id) {
    const path = `/videos/${encodeURIComponent(id)}`;
    try {
      const [video, timeline, progress] = await Promise.all([
        call('GET', path), callIfThere(`${path}/timeline`).catch(() => null), progressOf([id])]);
      if (id === this.videoId) {
        this.video = video;
        this.timeline = timeline || {tasks: [], complete: hasEnded(video)};
        this.progress = progress.get(id) ?? null;
        this.refusal = null;
      }
    } catch (refusal) {
      this.refusal = refusal;
    }
  }

  async #act(name, work) {
    this.busy = name;
    try {
      await work();
      this.timeline = null;
      await this.#reload(this.videoId);
    } catch (refusal) {
      say(refusal.sentence, 'bad');
    } finally {
      this.busy = null;
    }
  }

  #replay() {
    return this.#act('replay', async () => {
      await call('POST', `/videos/${encodeURIComponent(this.videoId)}/replay?attempt=${this.video.attempt}`);
      say('It is tried again.');
    });
  }

  #cancel() {
    if (confirm('Stop encoding this video? It fails as cancelled, and can be replayed.')) {
      return this.#act('cancel', () => call('DELETE', `/videos/${encodeURIComponent(this.videoId)}`));
    }
  }

  #unpublish() {
    if (confirm('Take this video down? Its public names go at once. A replay brings it back.')) {
      return this.#act('unpublish', () => call('POST', `/videos/${encodeURIComponent(this.videoId)}/unpublish`));
    }
  }

  render() {
    const {video} = this;
    if (!video) {
      return html`<header class="bar-top"><a class="back" href="#/videos">${icon('back')}Videos</a></header>
        ${this.refusal?.status === 404 ? html`<div class="empty"><h2>No such video</h2>
          <p>It may be another tenant's, or it was forgotten.</p></div>`
          : this.refusal ? refused(this.refusal) : waiting}`;
    }
    document.title = `${title(video)} – Dashline`;
    return html`
      <header class="bar-top video-head">
        <a class="back" href="#/videos" aria-label="Back to all videos">${icon('back')}</a>
        <h1>${title(video)}</h1>${chip(video.state)}
        ${video.attempt > 1 ? html`<span class="quiet">attempt ${video.attempt}</span>` : nothing}
        ${this.#actions(video)}
      </header>
      ${refused(this.refusal)}
      <div class="video-page">
        <div class="column">
          ${this.#main(video)}
          <section class="card"><h2>Chunks over workers</h2>
            <dl-timeline .tasks=${this.timeline?.tasks ?? []} .running=${!hasEnded(video)}></dl-timeline></section>
          ${this.#renditions(video)}
        </div>
        <div class="column side">
          ${this.#facts(video)}
          ${this.#times(video)}
          ${this.#source(video)}
          ${this.#log(video)}
          <details class="card"><summary><h2>Raw records</h2></summary>
            <h3>Status</h3><pre tabindex="0">${JSON.stringify(video, null, 2)}</pre>
            ${this.timeline ? html`<h3>Timeline</h3>
              <pre tabindex="0">${JSON.stringify(this.timeline, null, 2)}</pre>` : nothing}</details>
        </div>
      </div>`;
  }

  #actions(video) {
    const button = (name, label, act) => html`<button ?disabled=${Boolean(this.busy)} @click=${act}>${
      icon(name === 'unpublish' ? 'hide' : name)}${label}</button>`;
    return html`<div class="actions">
      ${['failed', 'unpublished'].includes(video.state) ? button('replay', 'Replay', () => this.#replay()) : nothing}
      ${hasEnded(video) ? nothing : button('cancel', 'Cancel', () => this.#cancel())}
      ${video.state === 'published' ? button('unpublish', 'Unpublish', () => this.#unpublish()) : nothing}
    </div>`;
  }

  #main(video) {
    if (video.state === 'published') {
      return html`<dl-player class="card" .video=${video}></dl-player>`;
    }
    if (video.state === 'failed') {
      return html`<section class="card failure" role="alert"><h2>${video.code}</h2><p>${video.message}</p>
        <p class="quiet">It failed in stage <em>${video.stage}</em>. ${video.retryable
          ? 'A replay may succeed as things are.' : 'A replay will fail again unless something else changes first.'}</p>
        ${video.detail ? html`<pre tabindex="0">${video.detail}</pre>` : nothing}</section>`;
    }
    return html`<section class="card progress-card"><h2>${stateName(video.state)}</h2>
      ${video.state === 'requested' ? html`<p class="quiet">It waits for a free slot since
          ${span(now() - time(video.requestedAt ?? video.createdAt))}. Its place is in the
          <a href="#/queue">queue</a>.</p>`
        : video.state === 'encoded' ? html`<p class="quiet">All is encoded and checked; it is being made public.</p>`
          : video.state === 'unpublished' ? html`<p class="quiet">It was taken down. A replay brings it back.</p>`
            : html`<div class="big">${progressBar(this.progress)}</div>`}</section>`;
  }

  #facts(video) {
    const remaining = this.progress?.remainingMs;
    const margin = time(video.deadline) - now() - remaining;
    const rows = [
      ['Source', html`<span class="break" title=${video.source}>${place(video.source)}</span>`],
      ['Profile', video.profile],
      ['Priority', video.priority],
      ['Duration', video.durationMs ? playTime(video.durationMs) : null],
      ['Deadline', video.deadline ? html`${clock(time(video.deadline))} ${deadlineOf(video)}` : null],
      ['Predicted', Number.isFinite(margin) ? html`<span class="margin ${margin < 0 ? 'bad' : 'good'}">${span(margin)}
        ${margin < 0 ? 'late' : 'to spare'}</span>` : null],
      ['Tenant', video.tenant],
      ['Labels', Object.keys(video.labels || {}).length > 0
        ? Object.entries(video.labels).map(([name, value]) => html`<span class="tag">${name}=${value}</span> `) : null],
      ['Id', html`<code class="break">${video.id}</code>`],
    ];
    return html`<section class="card"><h2>Facts</h2><dl class="facts">
      ${rows.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
      </section>`;
  }

  /** How long it was in each state: what it waited for is told apart from what was done. */
  #times(video) {
    const ended = video.publishedAt ?? video.failedAt;
    const stops = [
      ['requested', 'Queued', video.requestedAt ?? video.createdAt],
      ['encoding', 'Encoding', video.encodingStartedAt],
      ['encoded', 'Publishing', video.encodedAt],
      [video.state, video.failedAt ? 'Failed' : 'Public', ended],
    ].filter(([, , at]) => at);
    const spans = stops.map(([state, name, at], index) => {
      const next = stops[index + 1]?.[2];
      const isEnd = at === ended && index === stops.length - 1;
      return {state, name, at: time(at), millis: isEnd ? 0 : (next ? time(next) : now()) - time(at), isEnd};
    });
    const total = spans.reduce((sum, each) => sum + Math.max(0, each.millis), 0) || 1;
    return html`<section class="card"><h2>States</h2>
      <div class="states" aria-hidden="true">${spans.filter(each => !each.isEnd).map(each => html`
        <span class=${each.state} .style=${`flex:${Math.max(each.millis / total, 0.01)}`}></span>`)}</div>
      <ol class="steps">${spans.map(each => html`<li class=${each.state}><strong>${each.name}</strong>
        <span>${each.isEnd ? html`after ${span(total)}` : span(each.millis)}</span>
        <time datetime=${new Date(each.at).toISOString()}>${clock(each.at)}</time></li>`)}</ol></section>`;
  }

  #renditions(video) {
    const rungs = video.renditions || [];
    if (rungs.length === 0) {
      return nothing;
    }
    const measured = rungs.some(each => each.quality);
    return html`<section class="card"><h2>Renditions</h2>
      <dl-ladder .renditions=${rungs}></dl-ladder>
      <div class="table"><table><thead><tr><th>Rendition</th><th class="wide">Codec</th><th class="right">Average</th>
        <th class="right">Peak</th><th class="right">Size</th>
        ${measured ? html`<th class="right">Quality</th>` : nothing}</tr></thead><tbody>${rungs.map(each => html`<tr>
          <td><strong>${each.id}</strong> <span class="quiet">${each.width ? `${each.width} × ${each.height}`
            : [each.language, each.channels ? `${each.channels} ch` : '', loudness(each.loudness)].filter(Boolean)
              .join(', ')}</span></td>
          <td class="wide"><code>${each.codecs}</code></td>
          <td class="right">${bitrate(each.averageBandwidth)}</td><td class="right">${bitrate(each.bandwidth)}</td>
          <td class="right">${bytes(each.bytes)}</td>
          ${measured ? html`<td class="right">${each.quality ? html`${each.quality.mean.toFixed(3)}
            <small>${each.quality.metric}, worst ${each.quality.worstChunk.toFixed(3)} at
            ${playTime(each.quality.worstChunkMs)}</small>` : '–'}</td>` : nothing}</tr>`)}</tbody></table></div>
      </section>`;
  }

  #source(video) {
    const {report} = video;
    if (!report) {
      return nothing;
    }
    const picture = report.video;
    return html`<section class="card"><h2>Source</h2><dl class="facts">
        <dt>Container</dt><dd class="break">${(report.container ?? '').split(',').join(', ')}</dd>
        ${picture ? html`<dt>Pictures</dt><dd>${picture.codec}, ${picture.width} × ${picture.height},
          ${frameRate(picture.frameRate)} fps</dd>` : nothing}
        ${(report.sound || []).map(each => html`<dt>Sound</dt><dd>${each.codec}, ${each.channels} ch,
          ${sampleRate(each.sampleRate)} ${each.language ?? ''}</dd>`)}
        ${(report.text || []).map(each => html`<dt>Text</dt><dd>${each.codec} ${each.language ?? ''}</dd>`)}</dl>
      ${(report.notes || []).length > 0 ? html`<ul class="notes">${report.notes.map(note => html`
        <li><code>${note.code}</code> ${note.message}</li>`)}</ul>` : nothing}</section>`;
  }

  /** What happened, newest last: states, and tries of tasks that did not go well. */
  #log(video) {
    const lines = [
      [video.requestedAt, 'requested'],
      [video.encodingStartedAt, 'encoding began'],
      ...(this.timeline?.tasks ?? []).filter(each => ['failed', 'lost'].includes(each.state)).map(each =>
        [each.endedAt ?? each.startedAt, `${each.task} ${each.state} at ${each.worker || 'no worker'}${
          each.code ? `: ${each.code}` : ''}`]),
      [video.encodedAt, 'encoded and checked'],
      [video.publishedAt, 'published'],
      [video.failedAt, `failed: ${video.code}`],
    ].filter(([at]) => at).sort((one, other) => time(one[0]) - time(other[0]));
    return html`<section class="card"><h2>Log</h2><ol class="log">${lines.map(([at, text]) => html`
      <li><time datetime=${at}>${clock(time(at))}</time> ${text}</li>`)}</ol></section>`;
  }
}

customElements.define('dl-video', VideoView);
