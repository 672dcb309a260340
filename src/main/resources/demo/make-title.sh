#!/bin/sh
# Makes the demo's title: 12 seconds of ffmpeg's own test picture and a tone, nothing recorded, nothing borrowed.
# Run it in this folder; needs ffmpeg with libx264 (Debian 12: ffmpeg 5.1.9). The files it makes are committed.
set -eu
cd "$(dirname "$0")"
rm -rf play_video
mkdir -p play_video

set -- -v error -y -fflags +bitexact \
    -f lavfi -i testsrc2=size=640x360:rate=24:duration=12 \
    -f lavfi -i sine=frequency=330:sample_rate=44100:duration=12

# HLS: two renditions, fragmented MP4, an init section each, a key frame and a segment every two seconds.
ffmpeg "$@" \
    -filter_complex '[0:v]split[a][b];[b]scale=320:180[small]' \
    -map '[a]' -map 1:a -map '[small]' -map 1:a \
    -c:v libx264 -preset veryslow -pix_fmt yuv420p -g 48 -keyint_min 48 -sc_threshold 0 -flags:v +bitexact \
    -b:v:0 260k -maxrate:v:0 300k -bufsize:v:0 600k -b:v:1 90k -maxrate:v:1 110k -bufsize:v:1 220k \
    -c:a aac -b:a 32k -ac 1 -flags:a +bitexact \
    -f hls -hls_time 2 -hls_playlist_type vod -hls_flags independent_segments \
    -hls_segment_type fmp4 -hls_fmp4_init_filename init.mp4 -hls_segment_filename 'play_video/%v/%03d.m4s' \
    -var_stream_map 'v:0,a:0,name:360p v:1,a:1,name:180p' \
    -master_pl_name index.m3u8 'play_video/%v/index.m3u8'

# The same as one MP4, its index in front.
ffmpeg "$@" -map 0:v -map 1:a \
    -c:v libx264 -preset veryslow -pix_fmt yuv420p -g 48 -b:v 260k -maxrate 300k -bufsize 600k -flags:v +bitexact \
    -c:a aac -b:a 32k -ac 1 -flags:a +bitexact -movflags +faststart play_video/title.mp4

# A class path cannot be listed: the title's files, one a line.
find play_video -type f | LC_ALL=C sort > files.txt
