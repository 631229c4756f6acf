package dev.dashline.encoder.task.executor;

import dev.dashline.media.plan.FrameRate;
import dev.dashline.testsupport.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A source that is made by chance: container, codecs, rate, pauses, starts, flags of tracks, a length that lies,
 * colours. Each picture shows its number, and a beep sounds while one of them is shown. The same seed makes the same
 * source.
 *
 * @param pictures how many there are
 * @param rate pictures a second, as FFmpeg writes it
 * @param pauseAt the picture before which the pictures pause
 * @param pause for how many pictures; 0 if they do not
 * @param dropped one picture in so many is left out; 0 if none is
 * @param start what the clock says at the first picture, in seconds
 * @param beepAt the picture during which the sound beeps
 */
record FuzzedSource(
        long seed,
        Kind kind,
        int pictures,
        String rate,
        int pauseAt,
        int pause,
        int dropped,
        String start,
        Sound sound,
        Tracks tracks,
        Colours colours,
        boolean oldLength,
        int beepAt) {

    /** Pictures are 8 bars of this width: the bits of their number. */
    static final int BAR = 16;

    static final int WIDTH = 8 * BAR;
    static final int HEIGHT = 72;
    /** How long the beep is, in seconds. */
    private static final double BEEP = 0.05;

    private static final List<String> RATES = List.of(
            "8", "10", "12", "15", "24000/1001", "24", "25", "30000/1001", "30", "48", "50", "60000/1001", "60");
    private static final List<String> STARTS = List.of("0", "0", "0.5", "1.4", "7.03", "36000");
    private static final String X264 = "-c:v libx264 -preset ultrafast -crf 12";

    /** What the file is: its end, and how FFmpeg makes its pictures. */
    enum Kind {
        MP4("mp4", X264 + " -bf 2 -g 12"),
        MP4_WITHOUT_B("mp4", X264 + " -bf 0 -g 30 -movflags +faststart"),
        MP4_MPEG4("mp4", "-c:v mpeg4 -q:v 2"),
        MP4_HEVC("mp4", "-c:v libx265 -preset ultrafast -x265-params log-level=none:crf=12 -tag:v hvc1"),
        FRAGMENTS("mp4", X264 + " -bf 2 -g 12 -movflags frag_keyframe+empty_moov+default_base_moof"),
        MOV("mov", X264 + " -bf 2 -g 12"),
        MOV_PRORES("mov", "-c:v prores_ks -profile:v 0"),
        MOV_MJPEG("mov", "-c:v mjpeg -q:v 2"),
        MATROSKA("mkv", X264 + " -bf 2 -g 12"),
        MATROSKA_OPEN("mkv", X264 + " -bf 3 -g 15 -x264-params open-gop=1"),
        MATROSKA_FFV1("mkv", "-c:v ffv1"),
        MATROSKA_VP9("mkv", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 2M"),
        MATROSKA_LIVE("mkv", X264 + " -bf 0 -g 12 -live 1"),
        WEBM("webm", "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 2M"),
        TS("ts", X264 + " -bf 2 -g 12"),
        TS_OPEN("ts", X264 + " -bf 3 -g 15 -x264-params open-gop=1"),
        TS_MPEG2("ts", "-c:v mpeg2video -q:v 2 -bf 2 -g 12");

        final String suffix;
        final String options;

        Kind(String suffix, String options) {
            this.suffix = suffix;
            this.options = options;
        }

        /** MPEG-2 has a list of rates, and MPEG-4 in MP4 no clock that is finer than its rate. */
        private boolean takes(String rate) {
            return this != TS_MPEG2 || !List.of("8", "10", "12", "15", "48").contains(rate);
        }

        private List<String> codecs() {
            return switch (suffix) {
                case "mp4" -> List.of("aac", "libmp3lame", "alac", "libopus");
                case "mov" -> List.of("aac", "pcm_s16le", "alac");
                case "mkv" -> List.of("aac", "libmp3lame", "flac", "libopus", "pcm_s16le", "ac3");
                case "webm" -> List.of("libopus");
                default -> List.of("aac", "libmp3lame", "ac3");
            };
        }
    }

    /**
     * What is heard.
     *
     * @param codec empty if there is no sound
     * @param late by how many seconds it begins after the pictures
     */
    record Sound(String codec, int hertz, int channels, double late) {

        boolean isThere() {
            return !codec.isEmpty();
        }
    }

    /** Which tracks there are beside those that are right. */
    enum Tracks {
        PLAIN,
        STILL_FIRST,
        COMMENTARY_FIRST,
        SECOND_VIDEO
    }

    /** What the pictures are made of, and what is told of it. */
    enum Colours {
        NOTHING_TOLD(""),
        BT709("-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv"),
        BT601("-colorspace smpte170m -color_primaries smpte170m -color_trc smpte170m"),
        FULL_RANGE("-color_range pc");

        final String options;

        Colours(String options) {
            this.options = options;
        }
    }

    static FuzzedSource of(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        Kind kind = any(random, Kind.values());
        String rate = any(random, RATES.stream().filter(kind::takes).toArray(String[]::new));
        int pictures = 30 + random.nextInt(60);
        boolean pauses = random.nextInt(4) == 0;
        boolean drops = !pauses && random.nextInt(4) == 0;
        String codec = random.nextInt(6) == 0 ? "" : any(random, kind.codecs().toArray(String[]::new));
        double late = random.nextInt(4) == 0 ? random.nextInt(30) / 100.0 : 0;
        int hertz = codec.equals("libopus") ? 48_000 : any(random, new Integer[] {44_100, 48_000, 32_000});
        int channels = any(random, new Integer[] {1, 2, 2, codec.equals("libmp3lame") ? 1 : 6});
        // MPEG-TS has no place to tell which track is meant.
        boolean special = random.nextInt(3) == 0 && !kind.suffix.equals("ts");
        Tracks tracks = special ? any(random, Tracks.values()) : Tracks.PLAIN;
        return new FuzzedSource(
                seed,
                kind,
                pictures,
                rate,
                2 + random.nextInt(pictures - 4),
                pauses ? 2 + random.nextInt(40) : 0,
                drops ? 3 + random.nextInt(6) : 0,
                any(random, STARTS.toArray(String[]::new)),
                new Sound(codec, hertz, channels, late),
                tracks,
                any(random, Colours.values()),
                kind.suffix.equals("mkv") && random.nextInt(4) == 0,
                pictures - 3);
    }

    private static <T> T any(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** The numbers that pictures show, in order. */
    List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        for (int number = 0; number < pictures; number++) {
            if (isShown(number)) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    private boolean isShown(int number) {
        return dropped == 0 || number % dropped != dropped - 1 || number == beepAt || number == pictures - 1;
    }

    /** When a picture was made, in seconds after the first one. Muxers may shift some of them. */
    private double timeOf(int number) {
        return (number + (number >= pauseAt ? pause : 0)) / picturesASecond();
    }

    private double picturesASecond() {
        return FrameRate.parse(rate.contains("/") ? rate : rate + "/1")
                .orElseThrow()
                .perSecond();
    }

    private double beep() {
        return timeOf(beepAt);
    }

    private double length() {
        return timeOf(pictures - 1) + 1 / picturesASecond();
    }

    /** Has FFmpeg make it. */
    Path make(Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("source-" + seed + "." + kind.suffix);
        List<String> arguments = new ArrayList<>();
        add(arguments, "-f lavfi -i", pictureFilter());
        if (sound.isThere()) {
            add(arguments, "-itsoffset " + sound.late() + " -f lavfi -i", beepFilter());
        }
        switch (tracks) {
            case PLAIN -> {}
            case STILL_FIRST -> add(arguments, "-f lavfi -i", "color=red:s=320x240:r=1:d=0.5");
            case COMMENTARY_FIRST -> add(arguments, "-f lavfi -i", "anoisesrc=a=0.3:r=48000:d=" + length());
            case SECOND_VIDEO -> add(arguments, "-f lavfi -i", "color=blue:s=320x240:r=25:d=" + length());
        }
        add(arguments, maps());
        add(arguments, "-fps_mode:v passthrough -enc_time_base:v " + unit() + " -threads 1");
        add(arguments, kind.options);
        add(arguments, pixels());
        add(arguments, colours.options);
        if (sound.isThere() || hasCommentary()) {
            add(arguments, "-c:a " + codec() + " -ar " + sound.hertz() + " -ac " + sound.channels() + " -strict -2");
        }
        add(arguments, "-output_ts_offset " + start);
        arguments.add(file.toString());
        Programs.ffmpeg(arguments.toArray(String[]::new));
        if (oldLength) {
            lie(file);
        }
        return file;
    }

    private String unit() {
        return switch (kind) {
            case MP4_MPEG4 -> "1/60000";
            case TS_MPEG2 -> rate.contains("/") ? rate.replaceAll("(\\d+)/(\\d+)", "$2/$1") : "1/" + rate;
            default -> "1/90000";
        };
    }

    private String codec() {
        return sound.isThere() ? sound.codec() : kind.codecs().get(0);
    }

    private boolean hasCommentary() {
        return tracks == Tracks.COMMENTARY_FIRST && sound.isThere();
    }

    private String maps() {
        int extra = sound.isThere() ? 2 : 1;
        String own = "-map 0:v" + (sound.isThere() ? " -map 1:a" : "");
        return switch (tracks) {
            case PLAIN -> own;
            case STILL_FIRST, SECOND_VIDEO ->
                "-map " + extra + ":v " + own + " -disposition:v:0 0 -disposition:v:1 default";
            case COMMENTARY_FIRST ->
                sound.isThere() ? "-map 0:v -map 2:a -map 1:a -disposition:a:0 comment -disposition:a:1 default" : own;
        };
    }

    private String pixels() {
        return switch (kind) {
            case MOV_PRORES -> "-pix_fmt yuv422p10le";
            case MOV_MJPEG -> "-pix_fmt yuvj420p";
            default -> "-pix_fmt yuv420p";
        };
    }

    /** Bits of the number of each picture as bars, at the times of the pictures. */
    private String pictureFilter() {
        String levels = colours == Colours.FULL_RANGE || kind == Kind.MOV_MJPEG ? "255,0" : "235,16";
        String kept = dropped == 0
                ? "1"
                : "lt(mod(n," + dropped + ")," + (dropped - 1) + ")+eq(n," + beepAt + ")+eq(n," + (pictures - 1) + ")";
        return "color=gray:s=%dx%d:r=%s:d=%.6f".formatted(WIDTH, HEIGHT, rate, (pictures - 0.5) / picturesASecond())
                + ",format=yuv420p,geq=lum='if(bitand(N,pow(2,floor(X/" + BAR + "))),"
                + levels + ")':cb=128:cr=128,settb=1/90000,setpts='round((N+gte(N," + pauseAt + ")*" + pause
                + ")*90000/(" + rate + "))',select='" + kept + "'";
    }

    private String beepFilter() {
        return "aevalsrc='if(between(t,%f,%f),0.8*sin(2*PI*1000*t),0)':s=%d:d=%f"
                .formatted(beep() - sound.late(), beep() - sound.late() + BEEP, sound.hertz(), length() - sound.late());
    }

    /** A program that has changed a file has left the old length in its tag. */
    private static void lie(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Matcher tag = Pattern.compile("00:00:0\\d\\.\\d{9}").matcher(new String(content, StandardCharsets.ISO_8859_1));
        while (tag.find()) {
            System.arraycopy("00:09".getBytes(StandardCharsets.US_ASCII), 0, content, tag.start(), 5);
        }
        Files.write(file, content);
    }

    private static void add(List<String> arguments, String options, String... rest) {
        if (!options.isBlank()) {
            arguments.addAll(List.of(options.strip().split("\\s+")));
        }
        arguments.addAll(List.of(rest));
    }
}
