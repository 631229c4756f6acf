# Functions of the encoding benchmarks. To be sourced. Needs curl and Linux.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
stack=
replicas=()
finish() {
  for process in "${replicas[@]}" $stack; do kill "$process" && wait "$process"; done 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT

# Where Dashline keeps its FFmpeg.
bundled_ffmpeg() {
  echo 'System.out.println(dev.dashline.media.ffmpeg.BundledFfmpeg.install().ffmpeg())' >"$folder/program"
  jshell -s --class-path "$(printf '%s:' "$root"/cli/target/dashline/lib/*.jar)" "$folder/program" - </dev/null |
    tail -n 1
}

# Makes the clip to encode: the given one, or DASHLINE_MEDIA/junction.mp4 (1080p) five times in a row, 62 s.
make_clip() {
  clip=$folder/clip.mp4
  if [ -n "${1:-}" ]; then
    cp "$1" "$clip"
  else
    "$ffmpeg" -v error -stream_loop 4 -i "${DASHLINE_MEDIA:?names the folder with junction.mp4}/junction.mp4" \
      -c copy "$clip"
  fi
  "$ffmpeg" -v error -i "$clip" -t 4 -c copy "$folder/short.mp4"
}

# The profile: four rungs of H.264, and AAC.
sizes=(1080 720 480 360)
crf=22
maxrate=(6000k 3200k 1600k 900k)
bufsize=(12000k 6400k 3200k 1800k)
make_profile() {
  mkdir -p "$folder/profiles"
  {
    printf 'gop: PT2S\nsegment: PT4S\nvideo:\n  preset: veryfast\n  profile: high\n  rungs:\n'
    for rung in "${!sizes[@]}"; do
      echo "    - {size: ${sizes[rung]}, crf: $crf, maxrate: ${maxrate[rung]}, bufsize: ${bufsize[rung]}}"
    done
    printf 'audio:\n  bitrate: 128k\n  sampleRate: 48000\n  channels: 2\n'
  } >"$folder/profiles/bench.yaml"
}

# Encodes the clip with plain FFmpeg, as a person would call it: one run, all rungs, FFmpeg's own choice of threads.
# The first argument is the output folder, further ones are options for the input.
plain() {
  local to=$1 graph="[0:v]split=${#sizes[@]}" rest='' maps=() encoders=() rung
  shift
  for rung in "${!sizes[@]}"; do
    graph+="[s$rung]"
    rest+=";[s$rung]scale=-2:${sizes[rung]}:flags=bicubic,format=yuv420p[v$rung]"
    maps+=(-map "[v$rung]")
    encoders+=("-maxrate:v:$rung" "${maxrate[rung]}" "-bufsize:v:$rung" "${bufsize[rung]}")
  done
  mkdir -p "$to"
  "$ffmpeg" -nostdin -v error -y "$@" -i "$clip" -filter_complex "$graph$rest" "${maps[@]}" -map '0:a:0?' \
    -c:v libx264 -preset veryfast -profile:v high -crf "$crf" "${encoders[@]}" \
    -force_key_frames 'expr:gte(t,n_forced*2)' -sc_threshold 0 -x264-params open-gop=0 \
    -c:a aac -b:a 128k -ar 48000 -ac 2 \
    -f dash -seg_duration 4 -use_template 1 -use_timeline 1 "$to/manifest.mpd"
}

# Starts a stack, with the profiles that were made, if any were; takes the arguments of dashline dev.
start_stack() {
  [ ! -d "$folder/profiles" ] || export PROFILES_URI="file://$folder/profiles/"
  "$root/dashline" dev --port 0 --broker-port 0 --registry-port 0 \
    --data-dir "$folder/data" "$@" >"$folder/said" 2>&1 &
  stack=$!
  until api=$(grep -s -m 1 -o 'http://localhost:[0-9]*' "$folder/said"); do
    kill -0 "$stack" 2>/dev/null || { cat "$folder/said" >&2; exit 1; }
    sleep 0.2
  done
}

# Submits a video and waits until it is published. Sets $took to the milliseconds from request to publication.
publish() {
  local begin id video state=
  begin=$(now)
  id=$(curl -sSf -H 'Content-Type: application/json' -d "{\"source\": \"file://$1\", \"profile\": \"bench\"}" \
    "$api/videos" | tr -d ' \n' | sed 's/.*"id":"\([^"]*\)".*/\1/')
  until [ "$state" = published ]; do
    video=$(curl -sSf "$api/videos/$id" | tr -d ' \n')
    state=$(sed 's/.*"state":"\([a-z]*\)".*/\1/' <<<"$video")
    [ "$state" != failed ] || { echo "$video" >&2; exit 1; }
    sleep 0.5 # polling costs processor time, which is being measured
  done
  took=$(($(date -d "$(sed 's/.*"publishedAt":"\([^"]*\)".*/\1/' <<<"$video")" +%s%3N) - begin))
}

# Starts a process that joins the stack as an encoder whose tasks only take time, and sets $replica to its process id:
# name, slots.
join_simulated() {
  local joining
  joining=$(joining_environment)
  mkdir -p "$folder/$1"
  env - PATH="$PATH" HOME="$HOME" ENCODER_KIND=simulated ENCODER_SLOTS="$2" ADMIN_PORT=0 \
    STATE_DIR="$folder/$1/state" WORK_DIR="$folder/$1/work" \
    bash -c "export $joining; exec '$root/dashline' run encoder" >"$folder/$1/log" 2>&1 &
  replica=$!
  replicas+=("$replica")
}

# How a process reaches broker, registry and folders of the stack, as a shell takes it.
joining_environment() { sed -n "s/.*Add an encoder: *\(.*\) STATE_DIR=.*/\1/p" "$folder/said"; }

# Waits until the encoders have announced so many slots, or until a video has begun so many chunks.
await_slots() { await AwaitSlots "$1"; }
await_begun() { await AwaitBegun "$1" "$2"; }
await() { PATIENCE='timeout 300' program "$@" || { tail -n 50 "$folder"/*/log "$folder/said" >&2; exit 1; }; }

# Stops all processes that have joined.
leave() {
  for replica in "${replicas[@]}"; do kill "$replica"; done
  for replica in "${replicas[@]}"; do wait "$replica" || true; done
  replicas=()
}

# Requests a video that exists only in labels, and prints its id: encoding time, chunks, priority.
request_simulated() {
  curl -sSf -H 'Content-Type: application/json' "$api/videos" -d "{\"source\": \"file:///simulated\",
    \"priority\": \"$3\", \"labels\": {\"simulatedEncodingTime\": \"$1\", \"simulatedChunks\": \"$2\"}}" |
    field id
}

# The value of a field of the JSON object on standard input.
field() { { tr -d ' \n' && echo; } | sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

# Waits until a video is published.
await_published() {
  local state=
  until [ "$state" = published ]; do
    state=$(curl -sSf "$api/videos/$1" | field state)
    [ "$state" != failed ] || { curl -sS "$api/videos/$1" >&2; exit 1; }
    sleep 0.5
  done
}

# Compiles the programs that read topics, and runs one of them: class, arguments.
build_programs() { (cd "$root" && mvn -B -ntp -q -pl system-tests -am -DskipTests package >&2); }
program() {
  local joining class=$1
  joining=$(joining_environment)
  shift
  LOG_LEVEL=ERROR bash -c "export $joining; exec ${PATIENCE:-} java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \"\$@\"" program \
    -cp "$root/system-tests/target/test-classes:$root/cli/target/dashline/lib/*" \
    "dev.dashline.systemtests.bench.$class" "$@"
}

# The processor time that processes have used, child processes not counted, in hundredths of a second.
ticks() {
  local pid
  for pid; do sed 's/.*) //' "/proc/$pid/stat"; done | awk '{ticks += $12 + $13} END {print ticks + 0}'
}

# Milliseconds, for differences.
now() { echo $(($(date +%s%N) / 1000000)); }

# Prints minimum, median and maximum of the numbers on standard input, one per line.
spread() {
  sort -n | awk -v what="$1" '
    {value[NR] = $1}
    END {
      median = NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2
      printf "%s: min %.3f, median %.3f, max %.3f\n", what, value[1], median, value[NR]
    }'
}
