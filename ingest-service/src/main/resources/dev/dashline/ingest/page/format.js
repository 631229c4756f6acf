/** Numbers, times and names as people read them. Pure, but for the clock of `now`. */

export const now = () => Date.now();

/** Milliseconds since the epoch of an ISO-8601 instant; NaN if there is none. */
export const time = text => text ? Date.parse(text) : NaN;

/** 4 s, 3 min 20 s, 2 h 5 min, 3 d 4 h. */
export function span(millis) {
  if (!Number.isFinite(millis)) {
    return '–';
  }
  if (Math.abs(millis) < 50) {
    return '0 s';
  }
  const seconds = Math.round(Math.abs(millis) / 1000);
  if (Math.abs(millis) < 10_000) {
    return `${(Math.abs(millis) / 1000).toFixed(1)} s`;
  }
  const units = [[86_400, 'd'], [3_600, 'h'], [60, 'min'], [1, 's']];
  const first = units.findIndex(([size]) => seconds >= size);
  const [size, name] = units[first];
  const rest = units[first + 1];
  const remainder = rest ? Math.floor((seconds % size) / rest[0]) : 0;
  const head = `${Math.floor(seconds / size)} ${name}`;
  return remainder > 0 ? `${head} ${remainder} ${rest[1]}` : head;
}

/** 2:05 or 1:00:04, as players show it. */
export function playTime(millis) {
  const seconds = Math.round(millis / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map(part => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `${hours}:${parts.join(':')}` : parts.join(':').replace(/^0/, '');
}

export const ago = millis => Number.isFinite(millis) ? `${span(now() - millis)} ago` : '–';

/** The time of day, with the date if that is not today. */
export function clock(millis) {
  if (!Number.isFinite(millis)) {
    return '–';
  }
  const date = new Date(millis);
  const day = date.toDateString() === new Date(now()).toDateString()
    ? '' : `${date.toLocaleDateString(undefined, {day: 'numeric', month: 'short'})}, `;
  const digits = '2-digit';
  return day + date.toLocaleTimeString(undefined,
    {hour: digits, minute: digits, second: digits, hourCycle: 'h23'});
}

function scaled(value, step, units) {
  let index = 0;
  while (value >= step && index < units.length - 1) {
    value /= step;
    index++;
  }
  return `${value >= 100 || index === 0 ? Math.round(value) : value.toFixed(1)} ${units[index]}`;
}

export const bytes = value => scaled(value, 1000, ['B', 'kB', 'MB', 'GB', 'TB']);
export const bitrate = value => scaled(value, 1000, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s']);
export const loudness = measured => measured ? `${measured.integrated.toFixed(1)} LUFS` : '';
export const percent = part => `${Math.floor(part * 100)} %`;
export const count = (number, noun) => `${number.toLocaleString()} ${noun}${number === 1 ? '' : 's'}`;

/** 25 of 25/1, 29.97 of 30000/1001; other texts as they are. */
export function frameRate(text) {
  const [, over, under] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  return under > 0 ? String(Number((over / under).toFixed(3))) : text;
}

export const sampleRate = hertz => `${Number((hertz / 1000).toFixed(2))} kHz`;

const STATES = {
  requested: 'Queued',
  encoding: 'Encoding',
  encoded: 'Publishing',
  published: 'Published',
  failed: 'Failed',
  unpublished: 'Unpublished',
};

export const stateName = state => STATES[state] || state;
export const states = Object.keys(STATES);
export const hasEnded = video => ['published', 'failed', 'unpublished'].includes(video.state);

/** What people call a video: its title, or the name of its source. */
export function title(video) {
  if (video.title) {
    return video.title;
  }
  return decoded((video.source || '').replace(/[/]+$/, '').split('/').pop()) || video.id;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // no percent-encoding
  }
}

/** What else tells videos of a list apart: the name of the source, if it is not the title, profile, length, labels. */
export function summary(video) {
  const name = isUpload(video.source) ? title(video) : title({...video, title: null});
  return [name === title(video) ? '' : name, video.profile, video.durationMs ? playTime(video.durationMs) : '',
    ...Object.entries(video.labels || {}).map(([label, value]) => `${label}=${value}`)].filter(Boolean).join(' · ');
}

/** Uploads are all called source, in folders of their own. */
const isUpload = source => /\/[0-9a-f-]{36}\/source$/.test(source || '');

/** Where a source is, in short: the end of its name, since the beginning is the same for most. */
export function place(source) {
  const name = decoded(source || '').replace(/^file:\/\//, '');
  if (isUpload(name)) {
    return 'an upload';
  }
  const parts = name.split('/');
  return parts.length > 4 && name.length > 40 ? `…/${parts.slice(-2).join('/')}` : name;
}

/** A sentence in which places are told in short. */
export const inShort = sentence => (sentence || '').replace(/\b(file|gs):\/\/[^\s,;]+/g, place);

/** host-12345-abcdef is shown as host with a short rest, so that workers of one host are told apart. */
export function workerName(worker) {
  return worker || 'unknown worker';
}
