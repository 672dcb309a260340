#!/bin/sh
# Makes the titles that testing/Packaged names, below the directory given: 12 s of a test picture in two sizes, two tones
# in two languages, three subtitles. Encoded once, packaged by ffmpeg into each.
set -eu
cd "$1"
made=made-of
mkdir -p $made hls-ts hls-ranges hls-languages dash-timeline dash-numbers dash-list dash-ranges dash-index file

ff() { ffmpeg -nostdin -hide_banner -loglevel error -y "$@"; }
picture="-f lavfi -i testsrc2=size=426x240:rate=25:duration=12"
# shorter than the picture, or their last frame would begin a segment of its own
tones="-f lavfi -i sine=frequency=440:sample_rate=48000:duration=11.9 -f lavfi -i sine=frequency=880:sample_rate=48000:duration=11.9"
sizes="-s:v:0 284x160 -s:v:1 426x240 -b:v:0 80k -b:v:1 160k -g 50 -keyint_min 50"
languages="-metadata:s:a:0 language=eng -metadata:s:a:1 language=deu"

cat >$made/subtitles.srt <<END
1
00:00:00,500 --> 00:00:03,000
one

2
00:00:04,000 --> 00:00:07,000
two

3
00:00:08,000 --> 00:00:11,500
three
END

ff $picture $tones -map 0:v -map 0:v -map 1:a -map 2:a $sizes $languages \
  -c:v libx264 -preset ultrafast -pix_fmt yuv420p -sc_threshold 0 -c:a aac -b:a 48k $made/all.mp4
all="-i $made/all.mp4 -c copy"

hls="-f hls -hls_time 2 -hls_playlist_type vod -master_pl_name index.m3u8"
each="-map 0:v:0 -map 0:v:1 -map 0:a:0 -map 0:a:0"
ff $all $each $hls -var_stream_map "v:0,a:0 v:1,a:1" -hls_segment_filename hls-ts/v%v-%03d.ts hls-ts/v%v.m3u8
ff $all $each $hls -var_stream_map "v:0,a:0 v:1,a:1" -hls_segment_type fmp4 -hls_flags single_file \
  -hls_segment_filename hls-ranges/v%v.mp4 hls-ranges/v%v.m3u8
ff -i $made/all.mp4 -i $made/subtitles.srt -map 0 -map 1 -c copy -c:s webvtt $hls \
  -var_stream_map "v:0,agroup:a,s:0,sgroup:s v:1,agroup:a a:0,agroup:a,language:en,default:yes a:1,agroup:a,language:de" \
  -hls_segment_filename hls-languages/v%v-%03d.ts hls-languages/v%v.m3u8

dash="-map 0 -f dash -seg_duration 2"
sets="id=0,streams=0,1 id=1,streams=2 id=2,streams=3"
ff $all $dash -adaptation_sets "$sets" -use_template 1 -use_timeline 1 dash-timeline/index.mpd
ff -i $made/subtitles.srt dash-timeline/subtitles.vtt
text='<AdaptationSet id="3" contentType="text" mimeType="text/vtt" lang="eng"><Representation id="4" bandwidth="100">'
text="$text<BaseURL>subtitles.vtt</BaseURL></Representation></AdaptationSet>" # ffmpeg writes no text into a DASH manifest
sed -i "s|</Period>|$text</Period>|" dash-timeline/index.mpd
ff $all $dash -adaptation_sets "$sets" -use_template 1 -use_timeline 0 dash-numbers/index.mpd
ff $all $dash -adaptation_sets "$sets" -use_template 0 -use_timeline 0 dash-list/index.mpd
ff $all $dash -adaptation_sets "$sets" -use_template 0 -use_timeline 0 -single_file 1 dash-ranges/index.mpd

vp9="-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 50 -keyint_min 50 -dash 1 -f webm"
ff $picture $tones -map 0:v $vp9 -s 284x160 -b:v 80k dash-index/160p.webm -map 0:v $vp9 -b:v 160k dash-index/240p.webm \
  -map 1:a -c:a libopus -b:a 48k -dash 1 -f webm dash-index/audio.webm
webm="-f webm_dash_manifest -i dash-index"
ff $webm/160p.webm $webm/240p.webm $webm/audio.webm -map 0 -map 1 -map 2 -c copy \
  -f webm_dash_manifest -adaptation_sets "id=0,streams=0,1 id=1,streams=2" dash-index/index.mpd

ff $all -map 0:v:1 -map 0:a:0 -movflags +faststart file/movie.mp4
rm -r $made
