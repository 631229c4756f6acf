/** Encoding profiles as people read of them. Pure. */
import {bitrate} from './format.js';

/** The profile of a request that names none. */
export const USUAL = 'h264-ladder';

const CODECS = {h264: 'H.264', hevc: 'HEVC', av1: 'AV1'};

/** One of each name: the form of it that most encoders know, which comes first. */
export const named = profiles => profiles.filter((each, index) =>
  profiles.findIndex(other => other.name === each.name) === index);

/** What a profile makes of a video, in a sentence; `all` is how many encoders there are. */
export function described(profile, all) {
  const parts = [pictures(profile), sound(profile.audio)];
  if (profile.damage === 'conceal') {
    parts.push('damage is concealed');
  }
  if (profile.encoders > 0 && profile.encoders < all) {
    parts.push(`only ${profile.encoders} of ${all} encoders know it yet`);
  }
  return `${parts.join(' · ')}.`;
}

function pictures({codec, rungs}) {
  if (rungs.length === 0) {
    return 'Sound only';
  }
  const sizes = rungs.length > 1 ? `${rungs[rungs.length - 1].size}p to ${rungs[0].size}p` : `${rungs[0].size}p`;
  return `${CODECS[codec] ?? codec}, ${sizes}, up to ${bitrate(rungs[0].maxrate)}`;
}

function sound(audio) {
  if (!audio) {
    return 'no sound';
  }
  const usual = `${audio.channels > 1 ? 'stereo' : 'mono'} at ${bitrate(audio.bitrate)}`;
  return audio.surround ? `${usual} and 5.1` : usual;
}
