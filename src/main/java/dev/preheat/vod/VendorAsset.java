package dev.preheat.vod;

import dev.preheat.catalogue.Asset;
import dev.preheat.catalogue.AssetId;
import dev.preheat.catalogue.StreamingUrl;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An asset in the vendor's forms, without the members that Preheat knows nothing of (files, covers, duration, reviews).
 *
 * <p>Source: the SDK's classes AssetInfo, BaseInfo, PlayInfo, Output and AssetSummary, 3.1.143, 2025-04.
 */
final class VendorAsset {
    static final String PUBLISHED = "PUBLISHED";
    static final String CREATED = "CREATED";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Map<String, String> PLAY_TYPES =
            Map.of("m3u8", "HLS", "mpd", "DASH", "mp4", "MP4", "mp3", "MP3", "aac", "AAC");

    private VendorAsset() {}

    /** One asset of an answer to PublishAssets, UnpublishAssets or ShowAssetMeta. */
    record Info(
            String assetId,
            String status,
            Optional<String> description,
            Optional<Basics> baseInfo,
            Optional<List<Play>> playInfoArray) {
        static Info of(Asset asset) {
            var plays = asset.urls().stream().map(Play::of).toList();
            return new Info(
                    asset.id().value(),
                    word(asset),
                    Optional.empty(),
                    Optional.of(Basics.of(asset)),
                    Optional.of(plays));
        }

        /** The entry for an id that is no asset. */
        static Info none(AssetId id) {
            return new Info(id.value(), "UNCREATED", Optional.of("no asset"), Optional.empty(), Optional.empty());
        }
    }

    record Basics(String title, String createTime, String lastModified) {
        static Basics of(Asset asset) {
            return new Basics(asset.title(), time(asset.createdAt()), time(asset.updatedAt()));
        }
    }

    /** A streaming URL; its type is in lower case here, and in upper case in {@link Output}. */
    record Play(Optional<String> playType, String url) {
        static Play of(StreamingUrl url) {
            return new Play(type(url).map(type -> type.toLowerCase(Locale.ROOT)), url.given());
        }
    }

    record Output(Optional<String> playType, String url) {
        static Output of(StreamingUrl url) {
            return new Output(type(url), url.given());
        }
    }

    record Transcoded(List<Output> output) {
        static Transcoded of(Asset asset) {
            return new Transcoded(asset.urls().stream().map(Output::of).toList());
        }
    }

    /** One asset of an answer to ListAssetList. */
    record Summary(String assetId, String title, String createTime, String assetStatus) {
        static Summary of(Asset asset) {
            return new Summary(asset.id().value(), asset.title(), time(asset.createdAt()), word(asset));
        }
    }

    private static String word(Asset asset) {
        return asset.published() ? PUBLISHED : CREATED;
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }

    // by the end of the path, as in the vendor's own addresses
    private static Optional<String> type(StreamingUrl url) {
        var path = url.url().path();
        var end = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(PLAY_TYPES.get(end));
    }
}
